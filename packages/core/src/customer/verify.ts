import type { Context } from "../context.ts";
import { spellings } from "../email.ts";
import * as Attempt from "./attempt.ts";
import { tryPassword, undefinedIfTaken } from "./credentials.ts";
import { emailTaken, requireAccount, unknownToken, wrongPassword } from "./customer.rules.ts";
import type { ChangeEmail } from "./customer.schema.ts";
import * as CustomerSql from "./customer.sql.ts";
import * as Device from "./device.ts";
import * as TokenSql from "./token.sql.ts";
import * as Token from "./token.ts";
import * as Sql from "./token.use.sql.ts";

/**
 * Requests a mail with a link that confirms an e-mail: a new one, or the account's own. The answer does not tell
 * whether the e-mail has another account. Throws `customer.wrong_password` and `session.too_many_attempts`.
 */
export async function changeEmail(ctx: Context, id: string, { email, password }: ChangeEmail): Promise<void> {
  const guesses = [Attempt.ownPassword(id)];
  const find = async () => requireAccount((await CustomerSql.byId(ctx, id))[0]);
  const { isRight } = await tryPassword(ctx, guesses, password, find);
  if (!isRight) throw wrongPassword();
  await Attempt.giveBack(ctx, guesses);
  const limits = [Attempt.emailChanges(id)];
  await Attempt.consume(ctx, limits);
  await Attempt.giveBackOnError(ctx, limits, () =>
    TokenSql.requestEmail(ctx, id, email, spellings(email), Token.newToken(ctx, "email")),
  );
}

/**
 * Verifies the e-mail to which a link was sent, which becomes the account's e-mail. The same request may be
 * repeated. Returns the new device cookie if `device` has signed in to this account. Throws
 * `customer.unknown_token` and `customer.email_taken`.
 */
export async function verifyEmail(
  ctx: Context,
  token: string,
  device?: string,
): Promise<{ device?: string }> {
  const hash = Token.hashOf(token);
  const find = async () => (Token.isToken(token) ? (await Sql.verification(ctx, hash))[0] : undefined);
  const found = await find();
  if (!found) throw unknownToken();
  const spelled = spellings(found.newEmail);
  const changed = found.isUsable && (await undefinedIfTaken(Sql.verify(ctx, hash, spelled)));
  if (!changed) {
    const now = found.isUsable ? await find() : found;
    if (!now?.isDone) throw now?.isUsable ? emailTaken() : unknownToken();
  }
  const isKnown = Device.known(device, found.oldLogin)?.customer === found.id;
  return isKnown ? { device: Device.remember(device, spelled.login, found.id) } : {};
}
