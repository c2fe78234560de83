import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
import { invalid } from "../refusal.ts";
import * as Attempt from "./attempt.table.ts";
import type { CustomerRow } from "./customer.sql.ts";
import { isCommon } from "./password.common.ts";
import * as Password from "./password.ts";

/**
 * Whether `password` is that of the account that `find` returns; without an account it takes as long, and is not. The try is
 * counted before the comparison and stays counted if the password is wrong or right: who finds it right forgets it or gives it
 * back. A try that was not compared, since a store was unavailable, is given back.
 */
export async function compare(
  ctx: Context,
  counters: Attempt.Counter[],
  password: string,
  find: () => Promise<CustomerRow | undefined>,
): Promise<{ row: CustomerRow | undefined; isRight: boolean }> {
  await Attempt.consume(ctx, counters);
  return orGiveBack(ctx, counters, async () => {
    const row = await find();
    return { row, isRight: await Password.matches(ctx, password, row?.passwordHash) };
  });
}

/** Does `work`. If that fails, the tries that were counted for it are given back. */
export async function orGiveBack<T>(
  ctx: Context,
  counters: Attempt.Counter[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await Attempt.giveBack(ctx, counters);
    throw error;
  }
}

/** Refuses a password that others would try first. */
export async function checkStrength(field: string, password: string, email?: string): Promise<void> {
  if (!(await isCommon(password, email === undefined ? [] : [email]))) return;
  throw invalid([
    { path: [field], message: "is one of the first passwords that others would try: choose another" },
  ]);
}

/** The row that a statement wrote; undefined where the e-mail has another account. */
export async function unlessTaken(answer: Promise<CustomerRow[]>): Promise<CustomerRow | undefined> {
  try {
    return (await answer)[0];
  } catch (error) {
    if (error instanceof SqlError && error.state === "23505") return undefined;
    throw error;
  }
}
