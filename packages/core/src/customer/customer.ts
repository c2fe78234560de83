import type { Context } from "../context.ts";
import { spellings } from "../email.ts";
import * as Attempt from "./attempt.ts";
import { tryPassword, undefinedIfTaken } from "./credentials.ts";
import { type Account, emailTaken, requireAccount, wrongPassword } from "./customer.rules.ts";
import type { ChangeProfile, Customer } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import { view } from "./customer.view.ts";
import * as Device from "./device.ts";

export type { Client } from "./client.ts";
export { erase } from "./customer.erase.ts";
export { changePassword } from "./customer.password.ts";
export { register } from "./register.ts";
export type { SignedIn } from "./signin.session.ts";
export { signIn } from "./signin.ts";

/** Throws `session.required` if the account does not exist. */
export async function profile(ctx: Context, id: string): Promise<Customer> {
  const [account] = await Sql.byId(ctx, id);
  return view(requireAccount(account));
}

/**
 * Changes the fields that are given. A new e-mail needs the current password; then `device` in the result is
 * the new device cookie. Throws `customer.email_taken`, `customer.wrong_password` and
 * `session.too_many_attempts`.
 */
export async function changeProfile(
  ctx: Context,
  id: string,
  { email, currentPassword = "", name }: ChangeProfile,
  device?: string,
): Promise<{ customer: Customer; device?: string }> {
  if (email !== undefined) {
    const account = await changeEmail(ctx, id, { email, name: name ?? null }, currentPassword);
    return { customer: view(account), device: Device.remember(device, spellings(email).login, id) };
  }
  if (name === undefined) return { customer: await profile(ctx, id) };
  const [account] = await Sql.rename(ctx, id, name);
  return { customer: view(requireAccount(account)) };
}

async function changeEmail(
  ctx: Context,
  id: string,
  change: { email: string; name: string | null },
  password: string,
): Promise<Account> {
  const counters = [Attempt.ownPassword(id)];
  const find = async () => requireAccount((await Sql.byId(ctx, id))[0]);
  const { account, isRight } = await tryPassword(ctx, counters, password, find);
  if (!account || !isRight) throw wrongPassword();
  await Attempt.giveBack(ctx, counters);
  const address = spellings(change.email);
  // Each answer reveals whether the e-mail has an account, so it is counted. The own e-mail reveals nothing.
  const isOwn = spellings(account.email).login === address.login;
  const limits = isOwn ? [] : [Attempt.emailChanges(id)];
  await Attempt.consume(ctx, limits);
  const changed = await Attempt.giveBackOnError(ctx, limits, () =>
    undefinedIfTaken(Sql.changeEmail(ctx, id, change, address)),
  );
  if (!changed) throw emailTaken();
  return changed;
}
