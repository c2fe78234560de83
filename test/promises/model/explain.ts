import { isDeepStrictEqual } from "node:util";
import type { Sent } from "./command.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

/** A command, the session that sent it, and its answer. */
export interface Exchange {
  sent: Sent;
  /** The name of what the command creates. */
  name: string;
  sessionId: string | null;
  observed: Reply;
  /** What the answer does with the session cookie. */
  cookieChange: ReturnType<typeof cookieChange>;
}

export interface Explained {
  state: M.State;
  /** By the index of the exchange. */
  replies: Reply[];
}

/** One atomic step: a command, or the later removal of its ordered units from the cart. */
interface Atom {
  i: number;
  removes: boolean;
}

/**
 * Searches the sequences of these commands in which the model gives the observed answers. Returns the model's states after them.
 * An order's units are removed from the cart some time after it is placed: other commands may run between.
 */
export function explain(state: M.State, asked: Exchange[]): Explained[] {
  const race = asked.length > 1;
  const rest = asked.map(({ sent }, i) => [
    { i, removes: false },
    ...(sent.placesOrder ? [{ i, removes: true }] : []),
  ]);
  for (const cart of Object.values(state.carts)) cart.contested = false;
  const found: Explained[] = [];
  let nearest: { agreed: number; expected: Reply; observed: Reply } | undefined;

  function search(now: Explained, rest: Atom[][], agreed: number): void {
    if (rest.every((atoms) => atoms.length === 0)) found.push(now);
    for (const [next] of rest) {
      if (!next) continue;
      const one = asked[next.i] as Exchange;
      const after = structuredClone(now);
      if (next.removes) M.removeOrdered(after.state, ownerOf(state, one.sessionId));
      else {
        const reply = answer(after.state, one);
        const { jar, ...expected } = reply;
        if (cookieChange(jar) !== one.cookieChange || !isSame(expected, one.observed, race)) {
          if (!nearest || agreed >= nearest.agreed) nearest = { agreed, expected, observed: one.observed };
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
  const how = race ? "No sequence of the last commands explains their answers. For example" : "The shop says";
  throw new Error(`${how}\n  ${text(nearest?.observed)}\nand the model\n  ${text(nearest?.expected)}`);
}

/** The model's answer. A request that read the cart before another order's units were removed gets `cart.already_ordered`. */
function answer(state: M.State, { sent, sessionId, name, observed }: Exchange): Reply {
  const isOvertaken =
    observed.code === "cart.already_ordered" && state.carts[ownerOf(state, sessionId)]?.contested;
  return isOvertaken ? M.refusal(409, "cart.already_ordered") : sent.expect(state, sessionId, name);
}

const ownerOf = ({ sessions }: M.State, sessionId: string | null): string =>
  (sessionId === null ? undefined : sessions[sessionId]?.owner) ?? "";

/** In a race, a cart's stock warnings may be of any moment, so they are ignored. */
function isSame(expected: Reply, observed: Reply, race: boolean): boolean {
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
  return isDeepStrictEqual(tidy(expected), tidy(observed));
}

const cookieChange = (jar: string | null | undefined) =>
  jar === undefined ? "none" : jar === null ? "removed" : "set";

const text = (reply: Reply | undefined): string => JSON.stringify(reply);
