import { newUlid } from "../id.ts";
import { badCursor } from "../page.ts";

const DAY = 86_400_000;
export const IDLE_MS = 30 * DAY;
const ABSOLUTE_MS = 90 * DAY;
/** `seenAt` is at most this old, so that a session in use costs one write a day and not one a request. */
const TOUCH_MS = DAY;

/** The longest lifetime of a session, in seconds. */
export const MAX_AGE_S = ABSOLUTE_MS / 1000;

export interface Session {
  /** A ULID. The owner's cart is `cart_<owner>`, and a customer's account is `cus_<owner>`. */
  owner: string;
  /** A hash of the token's secret. The secret itself is not stored. */
  id: string;
  /** Whether the owner has signed in. */
  isCustomer: boolean;
  createdAt: Date;
  seenAt: Date;
  /** The account's password version when the session was created. A new password ends older sessions. */
  epoch: number;
  /** Helps the customer to recognise the session in a list. */
  userAgent: string;
}

export const newOwner = (now: Date): string => newUlid(now);

export const cartOf = (owner: string): string => `cart_${owner}`;
export const customerOf = (owner: string): string => `cus_${owner}`;
/** The owner in the ID of a cart or a customer. */
export const ownerOf = (id: string): string => id.slice(id.indexOf("_") + 1);

/** A session ends after 30 days without use, and in any case after 90 days. */
export const expiry = ({ createdAt, seenAt }: Session): Date =>
  new Date(Math.min(seenAt.getTime() + IDLE_MS, createdAt.getTime() + ABSOLUTE_MS));

/** `minEpoch`: the lowest epoch that the owner's cart allows. The cart is read with every session. */
export const isAlive = (session: Session, now: Date, minEpoch: number): boolean =>
  now < expiry(session) && session.epoch >= minEpoch;

export const isDueForTouch = ({ seenAt }: Session, now: Date): boolean =>
  now.getTime() - seenAt.getTime() >= TOUCH_MS;

/** The position in a list by age. As text it sorts in the same order. */
export const positionOf = ({ createdAt, id }: Session): string => `${createdAt.toISOString()} ${id}`;

/** The position where a page begins. Throws `request.invalid` if this is no `nextCursor` of such a list. */
export function readCursor(cursor: string): string {
  const position = Buffer.from(cursor, "base64url").toString();
  if (/^\d{4}-\d\d-\d\dT[\d:.]{12}Z [\w-]{43}$/.test(position)) return position;
  throw badCursor();
}
