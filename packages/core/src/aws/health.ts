import * as z from "zod";
import { type Context, within } from "../context.ts";
import { ping } from "./dynamo.ts";
import { execute } from "./postgres.ts";
import { sql } from "./sql.ts";

export const Store = z.strictObject({
  name: z.enum(["dynamodb", "aurora"]),
  state: z.enum(["up", "down"]),
});
export type Store = z.infer<typeof Store>;

/** Shorter than a load balancer's patience. */
const LIMIT_MS = 2_000;

/** Asks every store for a sign of life, side by side. A database that is waking up is not ready: do not wait for it. */
export const stores = (ctx: Context): Promise<Store[]> =>
  Promise.all([
    state("dynamodb", ping(ctx, LIMIT_MS)),
    state("aurora", execute(within(ctx, LIMIT_MS), sql`select 1`)),
  ]);

const state = (name: Store["name"], sign: Promise<unknown>): Promise<Store> =>
  sign.then(
    () => ({ name, state: "up" }),
    () => ({ name, state: "down" }),
  );
