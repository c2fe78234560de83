import { randomBytes } from "node:crypto";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/**
 * Seconds before each further attempt, three days in all, as the Standard Webhooks specification recommends:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const DELAYS_S = [
  MINUTE_S,
  5 * MINUTE_S,
  30 * MINUTE_S,
  2 * HOUR_S,
  5 * HOUR_S,
  10 * HOUR_S,
  14 * HOUR_S,
  16 * HOUR_S,
  24 * HOUR_S,
];

/** An endpoint that has failed for so long is disabled. */
export const DISABLE_AFTER_S = 72 * HOUR_S;

/** The seconds until the attempt after `attempts`. Undefined: the delivery is given up. */
export const delayAfter = (attempts: number): number | undefined => DELAYS_S[attempts - 1];

/** A new signing secret: 256 random bits in the specification's format. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/**
 * RFC 9110 §15.3: only a 2xx accepts a delivery. A redirect is a failure, because it could lead to an address inside a network.
 */
export const isAccepted = (status: number | undefined): boolean =>
  status !== undefined && status >= 200 && status < 300;
