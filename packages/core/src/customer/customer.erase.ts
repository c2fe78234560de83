import type { Context } from "../context.ts";
import { spellings } from "../email.ts";
import * as Session from "../session/session.ts";
import * as Attempt from "./attempt.ts";
import { tryPassword } from "./credentials.ts";
import { wrongPassword } from "./customer.rules.ts";
import * as Sql from "./customer.sql.ts";

/**
 * Erases the account with its addresses, cart and sessions. Throws `customer.wrong_password` and
 * `session.too_many_attempts`. If the request dies in between, Worker erases the rest, and so does a
 * second call.
 */
export async function erase(ctx: Context, id: string, password: string): Promise<void> {
  const owner = Session.ownerOf(id);
  const counters = [Attempt.ownPassword(id)];
  const find = async () => (await Sql.byId(ctx, id))[0];
  const { account, isRight } = await tryPassword(ctx, counters, password, find);
  if (account && !isRight) throw wrongPassword();
  const login = account && spellings(account.email).login;
  const byEmail = login ? [Attempt.byAccount(login), Attempt.resetsOf(login)] : [];
  const alsoDelete = [...counters, ...byEmail, Attempt.emailChanges(id)].map(Attempt.keyOf);
  await Attempt.giveBackOnError(ctx, counters, async () => {
    if (account) await Sql.erase(ctx, id, Session.cartOf(owner));
    await Session.revokeAll(ctx, owner, alsoDelete);
  });
}
