import { sha256 } from "../hash.ts";
import { isId } from "../id.ts";
import * as Session from "../session/session.ts";
import type { AccessHashes } from "./order.sql.ts";

/** What opens an order: the customer's session, the session that placed it, or the order's token. */
export interface Access {
  shopper: Session.Shopper;
  token?: string | undefined;
}

/** Whether the request can open an order at all. Otherwise no call is needed. */
export const canOpen = (id: string, { shopper, token }: Access): boolean =>
  isId("order", id) && (shopper.session !== undefined || Boolean(token));

/** What the database compares. */
export const hashesOf = (id: string, { shopper, token }: Access): AccessHashes => ({
  customerId: Session.customerId(shopper),
  sentHash: token ? hashed(token) : undefined,
  sessionHash: shopper.session ? hashed(tokenFor(shopper, id)) : undefined,
});

/** The token of a guest's order. Only the session that placed it can derive it again. */
export const tokenFor = (shopper: Session.Shopper, orderId: string): string =>
  Session.credential(shopper, orderId);

/** The stored form of a token. A copy of the database opens no order. */
export const hashed = (token: string): string => sha256(token);
