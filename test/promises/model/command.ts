import type * as M from "./model.ts";
import type { Reply } from "./reply.ts";

/** What a command needs to know when it is sent. */
export interface World {
  state: M.State;
  /** The name of what the command creates: a session, an owner, an account, an order. */
  name: string;
  skus: string[];
  /** Part of the e-mails of this sequence. */
  run: string;
  /** The orders placed so far, with the shop's IDs and tokens. */
  orders: { name: string; id: string; token: string | undefined }[];
  /** The ETag of each shopper's cart, read just before a command with `needsETag`. */
  etags: string[];
  /** The requests that had an idempotency key. */
  keyed: Sent[];
}

export interface Sent {
  by: number;
  method: string;
  path: string;
  body?: unknown;
  headers: Record<string, string>;
  /** Applies the request to the model. Returns the expected answer. */
  expect(state: M.State, sessionId: string | null, newName: string): Reply;
  /** Whether it orders a cart, whose units are removed later. */
  placesOrder?: boolean;
  /** Done without HTTP. */
  edit?: { sku: number; price: number; stock: number };
  wait?: number;
}

/** One action of a shopper. `at` returns undefined if it is not possible now. */
export interface Command {
  by: number;
  needsETag?: boolean;
  /** The account that it signs in to. */
  signsInTo?: number;
  at(world: World): Sent | undefined;
}

/** A plain HTTP request. */
export const plain = (
  by: number,
  method: string,
  path: string,
  expect: Sent["expect"],
  body?: unknown,
  headers: Sent["headers"] = {},
): Sent => ({ by, method, path, expect, headers, ...(body !== undefined && { body }) });
