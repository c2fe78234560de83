/** What the shop knows of the client that registers or signs in. */
export interface Client {
  userAgent?: string | undefined;
  /** The IP address or network. Undefined: unknown, so nothing is counted by address. */
  address?: string | undefined;
  /** The device cookie, from `SignedIn.device`. */
  device?: string | undefined;
  /** The Idempotency-Key. */
  key?: string | undefined;
}
