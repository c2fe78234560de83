import { type Command, plain } from "./command.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

export * from "./commands.account.ts";
export * from "./commands.cart.ts";
export * from "./commands.order.ts";

/** The same again, byte for byte, under its key, by the cookie of now. */
export const again = (by: number, back: number): Command => ({
  by,
  at: ({ keyed }) => {
    const sent = keyed.filter((sent) => sent.by === by && !("if-match" in sent.headers)).at(-1 - back);
    return sent && { ...sent };
  },
});

/** By who keeps the shop: `Catalog.change`. */
export const edit = (sku: number, price: number, stock: number): Command => ({
  by: 0,
  at: () => ({
    ...plain(0, "EDIT", "", (state) => {
      const variant = M.variantOf(state, sku);
      const supplied = variant.supplied + stock - variant.stock;
      Object.assign(variant, { price, stock, supplied, remembered: null });
      return { status: 200 };
    }),
    edit: { sku, price, stock },
  }),
});

export const wait = (days: number): Command => ({
  by: 0,
  at: () => ({ ...plain(0, "WAIT", "", (state) => pass(state, days * M.DAY)), wait: days * M.DAY }),
});

/** Longer than the shop remembers what it has read of the catalogue. */
export function pass(state: M.State, ms: number): Reply {
  state.now += ms;
  for (const variant of state.variants) variant.remembered = null;
  return { status: 200 };
}
