import { sha256 } from "../hash.ts";
import { isId } from "../id.ts";
import * as Session from "../session/session.ts";
import { isSigned, sign } from "../signature.ts";
import type { AccessHashes } from "./order.sql.ts";

/**
 * What opens an order: the customer's session, the session that placed it, the order's token, or the token of its mails, as long
 * as it is a guest's.
 */
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
  isFromMail: token !== undefined && isFromMail(id, token),
  sessionHash: shopper.session ? hashed(tokenFor(shopper, id)) : undefined,
});

/** The token of a guest's order. Only the session that placed it can derive it again. */
export const tokenFor = (shopper: Session.Shopper, orderId: string): string =>
  Session.credential(shopper, orderId);

/**
 * The token in the links of an order's mails. Worker can make it, unlike the guest's own token. It opens a guest's order only: a
 * mail may be passed on, and a customer can sign in.
 */
export const mailTokenFor = (orderId: string): string => sign("order", orderId);

const isFromMail = (orderId: string, token: string): boolean => isSigned("order", orderId, token);

/** The stored form of a token. A copy of the database opens no order. */
export const hashed = (token: string): string => sha256(token);
