import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
import { invalid } from "../refusal.ts";
import * as Attempt from "./attempt.ts";
import type { Account } from "./customer.rules.ts";
import { isCommon } from "./password.common.ts";
import * as Password from "./password.ts";

/**
 * Counts an attempt, finds the account and compares its password. Without an account the comparison takes as
 * long. The attempt stays counted whether the password is right or wrong: if it is right, the caller deletes
 * the counter or gives the attempt back. If a store is unavailable, the attempt is given back.
 */
export async function tryPassword(
  ctx: Context,
  counters: Attempt.Counter[],
  password: string,
  find: () => Promise<Account | undefined>,
): Promise<{ account: Account | undefined; isRight: boolean }> {
  await Attempt.consume(ctx, counters);
  return Attempt.giveBackOnError(ctx, counters, async () => {
    const account = await find();
    return { account, isRight: await Password.matches(ctx, password, account?.passwordHash) };
  });
}

/** Throws `request.invalid` if the password, in this field of the request, is easy to guess. */
export async function checkStrength(field: string, password: string, email?: string): Promise<void> {
  if (!(await isCommon(password, email === undefined ? [] : [email]))) return;
  throw invalid([{ path: [field], message: "is easy to guess: choose another password" }]);
}

/** The account that a statement wrote. Undefined: the e-mail belongs to another account. */
export async function undefinedIfTaken(statement: Promise<Account[]>): Promise<Account | undefined> {
  try {
    return (await statement)[0];
  } catch (error) {
    if (error instanceof SqlError && error.state === "23505") return undefined;
    throw error;
  }
}
