import type { Context } from "../context.ts";
import { spellings } from "../email.ts";
import * as Session from "../session/session.ts";
import * as Attempt from "./attempt.table.ts";
import { checkStrength, compare, orGiveBack, unlessTaken } from "./credentials.ts";
import { emailTaken, found, shown, wrongPassword } from "./customer.rules.ts";
import type { ChangePassword, ChangeProfile, Customer } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import * as Device from "./device.ts";
import * as Password from "./password.ts";

export { type Client, register, type SignedIn, signIn } from "./signin.ts";

export async function profile(ctx: Context, id: string): Promise<Customer> {
  const [row] = await Sql.byId(ctx, id);
  return shown(found(row));
}

/** Changes what is given. A new e-mail needs the password; `device` is then what the device keeps from now on. */
export async function change(
  ctx: Context,
  id: string,
  { email, currentPassword = "", name }: ChangeProfile,
  device?: string,
): Promise<{ customer: Customer; device?: string }> {
  if (email !== undefined) {
    const row = await changeEmail(ctx, id, { email, name: name ?? null }, currentPassword);
    return { customer: shown(row), device: Device.remember(device, spellings(email).login, id) };
  }
  if (name === undefined) return { customer: await profile(ctx, id) };
  const [row] = await Sql.rename(ctx, id, name);
  return { customer: shown(found(row)) };
}

async function changeEmail(
  ctx: Context,
  id: string,
  change: { email: string; name: string | null },
  password: string,
): Promise<Sql.CustomerRow> {
  const counters = [Attempt.ownPassword(id)];
  const { row, isRight } = await compare(ctx, counters, password, () => byId(ctx, id));
  if (!row || !isRight) throw wrongPassword();
  await Attempt.giveBack(ctx, counters);
  const address = spellings(change.email);
  // Each answer tells whether the e-mail has an account, so it is counted before, whatever it will be. One's own tells nothing.
  const isOwn = spellings(row.email).login === address.login;
  const limits = isOwn ? [] : [Attempt.emailChanges(id)];
  await Attempt.consume(ctx, limits);
  const changed = await orGiveBack(ctx, limits, () => unlessTaken(Sql.changeEmail(ctx, id, change, address)));
  if (!changed) throw emailTaken();
  return changed;
}

/** Ends every other session. Tries are counted apart from sign-in's, so that nobody can keep the owner from it. */
export async function changePassword(
  ctx: Context,
  id: string,
  shopper: Session.Shopper,
  { currentPassword, newPassword }: ChangePassword,
): Promise<void> {
  await checkStrength("newPassword", newPassword);
  const counter = Attempt.ownPassword(id);
  const renew = ({ epoch }: Sql.CustomerRow) => Session.renew(ctx, shopper, epoch, [counter.key]);
  const { row, isRight } = await compare(ctx, [counter], currentPassword, () => byId(ctx, id));
  if (row && isRight) {
    const changed = await orGiveBack(ctx, [counter], async () => {
      await checkStrength("newPassword", newPassword, row.email);
      const hash = await Password.hash(ctx, newPassword);
      const [changed] = await Sql.changePassword(ctx, id, row.passwordHash, hash);
      if (changed) await renew(changed);
      return changed;
    });
    if (changed) return;
  }
  // It may have been changed already, by an attempt whose answer was lost. To look is a second guess, and counts as one.
  const again = await compare(ctx, [counter], newPassword, () => byId(ctx, id));
  if (!again.row || !again.isRight) throw wrongPassword();
  await renew(again.row);
}

/**
 * Erases the account with its addresses, cart and sessions, if the password is right. What a request that dies leaves of them, the
 * sweep erases; so does this function when it is called again.
 */
export async function erase(ctx: Context, id: string, password: string): Promise<void> {
  const owner = Session.ownerOf(id);
  const counters = [Attempt.ownPassword(id)];
  const find = async () => (await Sql.byId(ctx, id))[0];
  const { row, isRight } = await compare(ctx, counters, password, find);
  if (row && !isRight) throw wrongPassword();
  const account = row ? [Attempt.byAccount(spellings(row.email).login)] : [];
  const forget = [...counters, ...account, Attempt.emailChanges(id)].map(({ key }) => key);
  await orGiveBack(ctx, counters, async () => {
    if (row) await Sql.erase(ctx, id, Session.cartOf(owner));
    await Session.close(ctx, owner, forget);
  });
}

const byId = async (ctx: Context, id: string): Promise<Sql.CustomerRow> =>
  found((await Sql.byId(ctx, id))[0]);
