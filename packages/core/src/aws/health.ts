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

/** Load balancers wait longer than this. */
const LIMIT_MS = 2_000;

/** Calls every store at the same time. A database that is resuming counts as down. */
export const stores = (ctx: Context): Promise<Store[]> =>
  Promise.all([
    state("dynamodb", ping(ctx, LIMIT_MS)),
    state("aurora", execute(within(ctx, LIMIT_MS), sql`select 1`)),
  ]);

const state = (name: Store["name"], call: Promise<unknown>): Promise<Store> =>
  call.then(
    () => ({ name, state: "up" }),
    () => ({ name, state: "down" }),
  );
