/** The Data API's quotas on Aurora PostgreSQL, as its user guide and API reference state them. */
export const LIMITS = {
  requestBytes: 4 * 2 ** 20,
  resultBytes: 2 ** 20,
  rowBytes: 64 * 2 ** 10,
  formattedBytes: 10 * 2 ** 20,
  sqlCharacters: 65_536,
  arnCharacters: { least: 11, most: 100 },
  transactionIdCharacters: 192,
  databaseCharacters: 64,
} as const;

/** Limits in milliseconds. A test may shorten them. */
export interface Timeouts {
  /** After this time a statement is cancelled. */
  statementMs: number;
  /** A transaction ends if no call uses it for this long. */
  transactionIdleMs: number;
  /** A transaction ends at this age, even if it is in use. */
  transactionAgeMs: number;
  /** A transaction ends sooner, after this idle time, if another call waits for its session. AWS has no such limit. */
  transactionBlockingMs: number;
  /** How long a call waits for a free database session. AWS has no such limit. */
  acquireMs: number;
}

export const TIMEOUTS: Timeouts = {
  statementMs: 45_000,
  transactionIdleMs: 3 * 60_000,
  transactionAgeMs: 24 * 60 * 60_000,
  transactionBlockingMs: 8_000,
  acquireMs: 10_000,
};
