/** The Data API's quotas on Aurora PostgreSQL, as its user guide and API reference state them. */
export const LIMITS = {
  requestBytes: 4 * 2 ** 20,
  responseBytes: 2 ** 20,
  rowBytes: 64 * 2 ** 10,
  formattedBytes: 10 * 2 ** 20,
  sqlCharacters: 65_536,
  arnCharacters: { least: 11, most: 100 },
  transactionIdCharacters: 192,
} as const;

/** The limits that a test may shorten, in milliseconds. */
export interface Timeouts {
  /** A statement is cut after this long. */
  statementMs: number;
  /** A transaction ends when no call has used it for this long. */
  transactionIdleMs: number;
  /** A transaction ends at this age, used or not. */
  transactionAgeMs: number;
  /** A call gives up waiting for a free database session. Not a limit of AWS. */
  acquireMs: number;
}

export const TIMEOUTS: Timeouts = {
  statementMs: 45_000,
  transactionIdleMs: 3 * 60_000,
  transactionAgeMs: 24 * 60 * 60_000,
  acquireMs: 10_000,
};
