import type { Context } from "../context.ts";
import { spellings } from "../email.ts";
import { Refusal } from "../refusal.ts";
import type { Client } from "./client.ts";
import { tryPassword } from "./credentials.ts";
import type { Account } from "./customer.rules.ts";
import type { SignIn } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import * as Password from "./password.ts";
import { countersOf, countForeignDevice } from "./signin.limits.ts";
import { logAttempt } from "./signin.log.ts";
import { openSession, type SignedIn } from "./signin.session.ts";

/**
 * Creates a session with a new token, and merges the guest's cart. Throws `session.bad_credentials` without
 * telling which of e-mail and password is wrong, and `session.too_many_attempts`.
 */
export function signIn(
  ctx: Context,
  sentToken: string | undefined,
  { email, password }: SignIn,
  client: Client = {},
): Promise<SignedIn> {
  const address = spellings(email);
  const { login } = address;
  return logAttempt(ctx, { login, address: client.address }, async () => {
    const counters = countersOf(login, client);
    const find = async () => {
      const [account] = await Sql.byEmail(ctx, address);
      await countForeignDevice(ctx, login, client, account, counters);
      return account;
    };
    const { account, isRight } = await tryPassword(ctx, counters, password, find);
    if (!account || !isRight) {
      throw new Refusal("session.bad_credentials", "The e-mail or the password is wrong.");
    }
    const current = await upgradeHash(ctx, account, password);
    return openSession(ctx, sentToken, current, login, client, counters);
  });
}

/** Replaces a hash that was made with older parameters, while the password is known. */
async function upgradeHash(ctx: Context, account: Account, password: string): Promise<Account> {
  if (!Password.isOutdated(account.passwordHash)) return account;
  const hash = await Password.hash(ctx, password);
  const [changed] = await Sql.rehash(ctx, account.id, account.passwordHash, hash);
  return changed ?? account;
}
