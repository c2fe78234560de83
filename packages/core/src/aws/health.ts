import { type Context, timeLeft } from "../context.ts";
import { ping } from "./dynamo.ts";
import { execute } from "./postgres.ts";
import { sql } from "./sql.ts";

export interface StoreState {
  name: "dynamodb" | "aurora";
  state: "up" | "down";
}

/** Shorter than a load balancer's patience. */
const LIMIT_MS = 2_000;

/** Asks every store for a sign of life, side by side. */
export const stores = (ctx: Context): Promise<StoreState[]> =>
  Promise.all([state("dynamodb", ping(ctx, LIMIT_MS)), state("aurora", execute(within(ctx), sql`select 1`))]);

const state = (name: StoreState["name"], sign: Promise<unknown>): Promise<StoreState> =>
  sign.then(
    () => ({ name, state: "up" }),
    () => ({ name, state: "down" }),
  );

/** A database that is waking up is not ready: do not wait for it. */
const within = (ctx: Context): Context => ({
  ...ctx,
  deadline: performance.now() + Math.min(LIMIT_MS, timeLeft(ctx)),
});
