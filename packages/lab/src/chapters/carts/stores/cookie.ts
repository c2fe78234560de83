import { apply, type Cart, emptyCart, type Line } from "../../../shop/cart.ts";
import { type Carts, Refused } from "../../../shop/shop.ts";
import { sign, unsign } from "../../../shop/signature.ts";

/** RFC 6265bis: browsers ignore a cookie whose name and value together are longer. */
export const MAX_BYTES = 4096;
const LIFE_S = 14 * 86_400;

/**
 * The cart is in the shopper's cookie, with its prices. With a secret, it is signed together with its expiry. The cookie needs no
 * list of recent writes: when an answer is lost, its cookie is lost too, so the write has not happened.
 */
export function cookieCarts(secret: string | undefined, broken?: string): Carts {
  const decode = (value: string | undefined): Cart => {
    const text = secret && broken !== "signature" ? unsign(value, secret) : value?.replace(/\.[^.]*$/, "");
    if (!text) return emptyCart();
    try {
      const { lines, expires } = JSON.parse(Buffer.from(text, "base64url").toString());
      return expires * 1000 < Date.now() ? emptyCart() : { lines: unpack(lines), done: [] };
    } catch {
      return emptyCart();
    }
  };
  const encode = ({ lines }: Cart): string => {
    const content = { lines: pack(lines), expires: Math.floor(Date.now() / 1000) + LIFE_S };
    const text = Buffer.from(JSON.stringify(content)).toString("base64url");
    const value = secret ? sign(text, secret) : `${text}.`;
    if (broken !== "limit" && "cart".length + value.length > MAX_BYTES)
      throw new Refused(413, "The cart is full.");
    return `cart=${value}`;
  };
  return {
    async read({ cart }) {
      return { cart: decode(cart) };
    },
    async write(cookies, write) {
      const cart = apply(decode(cookies.cart), write);
      return { cart, cookie: encode(cart) };
    },
  };
}

/** Lines as short arrays, because every byte counts. */
const pack = (lines: Cart["lines"]) =>
  Object.entries(lines).map(([sku, { quantity, price }]) => [sku, quantity, price]);

const unpack = (packed: [string, number, number][]): Record<string, Line> =>
  Object.fromEntries(packed.map(([sku, quantity, price]) => [sku, { quantity, price }]));
