import { apply, type Cart, emptyCart } from "../../../shop/cart.ts";
import { session } from "../../../shop/session.ts";
import type { Carts } from "../../../shop/shop.ts";

/** The cart is in the memory of the instance that got the request. */
export function memoryCarts(secret: string): Carts {
  const stored = new Map<string, Cart>();
  return {
    async read(cookies) {
      const { id, cookie } = session(cookies, secret);
      return { cart: stored.get(id) ?? emptyCart(), cookie };
    },
    async write(cookies, write) {
      const { id, cookie } = session(cookies, secret);
      const cart = apply(stored.get(id) ?? emptyCart(), write);
      stored.set(id, cart);
      return { cart, cookie };
    },
  };
}
