import { isDeepStrictEqual } from "node:util";
import type { Sent } from "./command.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

/** A command that was sent by a session, and what was answered. */
export interface Asked {
  sent: Sent;
  /** What the command makes is named after it. */
  name: string;
  sid: string | null;
  seen: Reply;
  /** Whether the answer came with a cookie: a new session's, or one that takes the old one back. */
  handsOver: ReturnType<typeof handsOver>;
}

export interface Explained {
  state: M.State;
  /** By the place among what was asked. */
  replies: Reply[];
}

/** One thing that happens at once: a command, or later the taking out of what it has sold. */
interface Atom {
  i: number;
  spends: boolean;
}

/**
 * The states of the model after orders of these commands, in each of which it gives these very answers. An order is taken out of its
 * cart some time after it is sold: others may come in between.
 */
export function explain(state: M.State, asked: Asked[]): Explained[] {
  const race = asked.length > 1;
  const rest = asked.map(({ sent }, i) => [
    { i, spends: false },
    ...(sent.sells ? [{ i, spends: true }] : []),
  ]);
  for (const cart of Object.values(state.carts)) cart.contested = false;
  const found: Explained[] = [];
  let nearest: { agreed: number; expected: Reply; seen: Reply } | undefined;

  function search(now: Explained, rest: Atom[][], agreed: number): void {
    if (rest.every((atoms) => atoms.length === 0)) found.push(now);
    for (const [next] of rest) {
      if (!next) continue;
      const one = asked[next.i] as Asked;
      const after = structuredClone(now);
      if (next.spends) M.spend(after.state, ownerOf(state, one.sid));
      else {
        const reply = answer(after.state, one);
        const { jar, ...expected } = reply;
        if (handsOver(jar) !== one.handsOver || !isSame(expected, one.seen, race)) {
          if (!nearest || agreed >= nearest.agreed) nearest = { agreed, expected, seen: one.seen };
          continue;
        }
        after.replies[next.i] = reply;
      }
      const left = rest.map((atoms) => (atoms[0] === next ? atoms.slice(1) : atoms));
      search(after, left, agreed + 1);
    }
  }

  search({ state, replies: [] }, rest, 0);
  if (found.length > 0) return found;
  const how = race ? "No order of the last commands explains their answers, for example" : "The shop says";
  throw new Error(`${how}\n  ${text(nearest?.seen)}\nand the model\n  ${text(nearest?.expected)}`);
}

/** What the model says. Who reads a cart before another order of it is taken out is told that it is an order already. */
function answer(state: M.State, { sent, sid, name, seen }: Asked): Reply {
  const isBeaten = seen.code === "cart.already_ordered" && state.carts[ownerOf(state, sid)]?.contested;
  return isBeaten ? M.no(409, "cart.already_ordered") : sent.expect(state, sid, name);
}

const ownerOf = ({ sessions }: M.State, sid: string | null): string =>
  (sid === null ? undefined : sessions[sid]?.owner) ?? "";

/** In a race, what a cart says of the stock may be of any moment. */
function isSame(expected: Reply, seen: Reply, race: boolean): boolean {
  const tidy = (reply: Reply): Reply =>
    race && reply.cart
      ? {
          ...reply,
          cart: {
            ...reply.cart,
            warnings: reply.cart.warnings.filter((warning) => !warning.startsWith("stock.")),
          },
        }
      : reply;
  return isDeepStrictEqual(tidy(expected), tidy(seen));
}

const handsOver = (jar: string | null | undefined) =>
  jar === undefined ? "nothing" : jar === null ? "the end" : "a session";

const text = (reply: Reply | undefined): string => JSON.stringify(reply);
