import type { Key } from "../aws/dynamo.ts";
import type { Context } from "../context.ts";
import { spellings } from "../email.ts";
import * as Session from "../session/session.ts";
import * as Attempt from "./attempt.ts";
import type { Client } from "./client.ts";
import { checkStrength, tryPassword } from "./credentials.ts";
import { type Account, unknownToken } from "./customer.rules.ts";
import type { RequestReset, ResetPassword } from "./customer.schema.ts";
import * as Password from "./password.ts";
import * as TokenSql from "./token.sql.ts";
import * as Token from "./token.ts";
import * as Sql from "./token.use.sql.ts";

/**
 * Requests a mail with a link for a new password. Makes the same calls whether or not the account exists. Throws
 * `session.too_many_attempts`.
 */
export async function requestReset(
  ctx: Context,
  { email }: RequestReset,
  { address }: Client = {},
): Promise<void> {
  const spelled = spellings(email);
  const account = Attempt.resetsOf(spelled.login, address);
  const counters = address === undefined ? [account] : [account, Attempt.resetsFrom(address)];
  await Attempt.consume(ctx, counters);
  await Attempt.giveBackOnError(ctx, counters, () =>
    TokenSql.requestReset(ctx, spelled, Token.newToken(ctx, "password")),
  );
}

/**
 * Sets a new password by the token of a link, and ends all sessions. The same request may be repeated. Throws
 * `customer.unknown_token`, and `request.invalid` for a weak password.
 */
export async function resetPassword(
  ctx: Context,
  token: string,
  { newPassword }: ResetPassword,
): Promise<void> {
  await checkStrength("newPassword", newPassword);
  const hash = Token.hashOf(token);
  const find = async () => (Token.isToken(token) ? (await Sql.resettable(ctx, hash))[0] : undefined);
  const account = await find();
  if (!account) throw unknownToken();
  await checkStrength("newPassword", newPassword, account.email);
  const [changed] = await Sql.reset(ctx, hash, await Password.hash(ctx, newPassword));
  // Attempts to guess the old password no longer count.
  const counters = [Attempt.ownPassword(account.id), Attempt.byAccount(spellings(account.email).login)];
  const alsoDelete = counters.map(Attempt.keyOf);
  if (changed) return endSessions(ctx, changed, alsoDelete);
  // An attempt whose answer was lost may have changed it. Guesses are counted, because the token was used.
  const again = await tryPassword(ctx, [Attempt.ownPassword(account.id)], newPassword, find);
  if (!again.account || !again.isRight) throw unknownToken();
  await endSessions(ctx, again.account, alsoDelete);
}

/** Ends all sessions that began under an earlier password. `alsoDelete`: items that are deleted in the last call. */
export const endSessions = (
  ctx: Context,
  { id, passwordVersion }: Account,
  alsoDelete: Key[] = [],
): Promise<void> => Session.revokeOlder(ctx, Session.ownerOf(id), passwordVersion, alsoDelete);
