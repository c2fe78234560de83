import { type Command, plain } from "./command.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

export * from "./commands.account.ts";
export * from "./commands.cart.ts";
export * from "./commands.order.ts";

/** Repeats an earlier request with its key and the current cookie. */
export const again = (by: number, back: number): Command => ({
  by,
  at: ({ keyed }) => {
    const sent = keyed.filter((sent) => sent.by === by && !("if-match" in sent.headers)).at(-1 - back);
    return sent && { ...sent };
  },
});

/** The merchant changes a variant. */
export const edit = (sku: number, price: number, stock: number): Command => ({
  by: 0,
  at: () => ({
    ...plain(0, "EDIT", "", (state) => {
      const variant = M.variantOf(state, sku);
      const supplied = variant.supplied + stock - variant.stock;
      Object.assign(variant, { price, stock, supplied, cachedStock: null });
      return { status: 200 };
    }),
    edit: { sku, price, stock },
  }),
});

export const wait = (days: number): Command => ({
  by: 0,
  at: () => ({ ...plain(0, "WAIT", "", (state) => pass(state, days * M.DAY)), wait: days * M.DAY }),
});

/** Advances the clock by more than the catalogue cache's lifetime. */
export function pass(state: M.State, ms: number): Reply {
  state.now += ms;
  for (const variant of state.variants) variant.cachedStock = null;
  return { status: 200 };
}
