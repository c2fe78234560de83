import { readFileSync } from "node:fs";

/** One call to a store, as the shop made it. */
export interface StoreCall {
  command: string;
  input: Record<string, unknown>;
}

/** What the floor and the ceiling do for a request: the calls, and the bytes of the answer. Both as the shop did it. */
export interface Scene {
  calls: StoreCall[];
  body: string;
  status: number;
  /** What in the calls stands for the shopper, and for what is new each time. */
  owner: string;
  session: string;
}

/** By these headers a request says which scene it is, and whose session. The shop takes no notice of them. */
export const SCENE = "x-bench-scene";
export const OWNER = "x-bench-owner";
export const SESSION = "x-bench-session";

export const readScript = (): Record<string, Scene> =>
  JSON.parse(readFileSync(process.env.BENCH_SCRIPT ?? "", "utf8"));
