import { computed, signal } from "@preact/signals";
import { shop } from "../shop.ts";
import { say } from "./notice.ts";

/** The cart as the page shows it, with changes that the shop has not answered yet. */
export const cart = signal(shop.cart.get());
export const isBagOpen = signal(false);
export const itemCount = computed(() => cart.value.cart?.itemCount ?? 0);

/** Follows the cart from now on, in this tab and in others. Called once, in the browser. */
export function followCart(): void {
  shop.cart.subscribe(() => {
    cart.value = shop.cart.get();
  });
  void shop.cart.refresh();
  // What another device has done since.
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && shop.cart.refresh());
  addEventListener("online", () => shop.cart.refresh());
}

export type Preview = Parameters<typeof shop.cart.add>[2];

/** Puts an item into the bag and opens it. The bag shows the item before the shop has answered. */
export async function addToBag(sku: string, preview: Preview): Promise<void> {
  isBagOpen.value = true;
  say(await shop.cart.add(sku, 1, preview));
}

/** Sets a line's quantity. Zero removes the line. */
export async function setQuantity(sku: string, quantity: number): Promise<void> {
  say(await shop.cart.set(sku, quantity));
}
