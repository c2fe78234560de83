/** The number of calls by store. `s3` are calls other than `s3.PutObject`. */
export type Calls = Record<string, number>;

/** The calls of each route of Admin. The first one finds the key. */
export const adminBudgets: Record<string, Calls> = {};

/** The calls of Worker for one event, as it is deployed: with its mail, and without a webhook endpoint. */
export const workerBudgets: Record<string, Calls> = {};
