/** One call to a store, as the shop made it. */
export interface StoreCall {
  command: string;
  input: Record<string, unknown>;
}

/** What the shop did for one request: its calls to the stores, and the bytes of its answer. */
export interface Scenario {
  calls: StoreCall[];
  body: string;
  status: number;
  /** The names in the calls that another shopper's request replaces. */
  owner: string;
  session: string;
}

/** Headers that name a request's scenario and shopper. The shop ignores them. */
export const SCENARIO = "x-bench-scenario";
export const OWNER = "x-bench-owner";
export const SESSION = "x-bench-session";
