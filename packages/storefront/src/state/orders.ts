import type { components } from "@myclothes/client";
import { signal } from "@preact/signals";
import { forget, keep, kept } from "./kept.ts";

export type Order = components["schemas"]["Order"];

/** An order that was placed in this browser. */
interface KeptOrder {
  id: string;
  number: number;
  /** Opens a guest's order without its session. It is only ever sent in a header. */
  token?: string;
  /** When it was placed, in ms since 1970. */
  at: number;
}

const NAME = "orders";
const MOST = 20;

/** The order that this page has just placed, so that its own page shows it at once. */
export const placed = signal<Order | undefined>(undefined);

export const keptOrders = (): KeptOrder[] => kept<KeptOrder[]>("browser", NAME) ?? [];

export function rememberOrder({ id, number, token }: Order): void {
  const others = keptOrders().filter((one) => one.id !== id);
  const order: KeptOrder = { id, number, at: Date.now(), ...(token !== undefined && { token }) };
  keep("browser", NAME, [order, ...others].slice(0, MOST));
}

/** Tokens from the links of mails, for orders that this browser has not seen yet. */
const fromMails = new Map<string, string>();

/** Takes the token out of the page's address, where a mail's link has it: nobody shall pass it on by copying the address. */
export function takeToken(id: string): void {
  const [, token] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
  if (!token) return;
  fromMails.set(id, token);
  history.replaceState(history.state, "", location.pathname);
}

/** Keeps the token of a mail's link, once it has opened the order. */
export function keepToken({ id, number }: Order): void {
  const token = fromMails.get(id);
  if (token !== undefined && !keptOrders().some((one) => one.id === id))
    keep("browser", NAME, [{ id, number, at: Date.now(), token }, ...keptOrders()].slice(0, MOST));
}

export const tokenOf = (id: string): string | undefined =>
  keptOrders().find((one) => one.id === id)?.token ?? fromMails.get(id);

/** The header that opens a guest's order. Empty if this browser has no token for it. */
export function orderToken(id: string): { "Order-Token"?: string } {
  const token = tokenOf(id);
  return token === undefined ? {} : { "Order-Token": token };
}

/** From now on, only the account opens the order. */
export function forgetToken(id: string): void {
  const rest = keptOrders().map(({ token, ...order }) =>
    order.id === id || token === undefined ? order : { ...order, token },
  );
  keep("browser", NAME, rest);
}

/** For signing out on a shared device. */
export const forgetOrders = (): void => forget("browser", NAME);
