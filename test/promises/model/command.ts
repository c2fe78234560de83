import type * as M from "./model.ts";
import type { Reply } from "./reply.ts";

/** What a command needs to know of the moment at which it is sent. */
export interface World {
  state: M.State;
  /** Names what the command makes: a session, an owner, an account, an order. */
  name: string;
  skus: string[];
  /** Marks the e-mails of this sequence. */
  run: string;
  /** The orders that have been made, the ids and tokens as the shop gave them. */
  orders: { name: string; id: string; token: string | undefined }[];
  /** The tag of each shopper's cart, just read for a command that asks for it. */
  etags: string[];
  /** What each shopper has sent under a key. */
  keyed: Sent[];
}

export interface Sent {
  by: number;
  method: string;
  path: string;
  body?: unknown;
  headers: Record<string, string>;
  /** What the model makes of it, by the session that it was sent with. */
  expect(state: M.State, sid: string | null, anew: string): Reply;
  /** Whether what it has sold is taken out of the cart after it. */
  sells?: boolean;
  /** What is done past HTTP instead. */
  edit?: { sku: number; price: number; stock: number };
  wait?: number;
}

/** One thing that somebody does. Undefined: there is nothing to do it with. */
export interface Command {
  by: number;
  wantsTag?: boolean;
  /** The account that it signs in to. */
  opens?: number;
  at(world: World): Sent | undefined;
}

/** What goes over HTTP. */
export const plain = (
  by: number,
  method: string,
  path: string,
  expect: Sent["expect"],
  body?: unknown,
  headers: Sent["headers"] = {},
): Sent => ({ by, method, path, expect, headers, ...(body !== undefined && { body }) });
