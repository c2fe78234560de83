import type { Context } from "../context.ts";
import { requireAccount } from "./customer.rules.ts";
import type { ChangeProfile, Customer } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import { view } from "./customer.view.ts";

export type { Client } from "./client.ts";
export { erase } from "./customer.erase.ts";
export { changePassword } from "./customer.password.ts";
export { register } from "./register.ts";
export { requestReset, resetPassword } from "./reset.ts";
export type { SignedIn } from "./signin.session.ts";
export { signIn } from "./signin.ts";
export { changeEmail, verifyEmail } from "./verify.ts";

/** Throws `session.required` if the account does not exist. */
export async function profile(ctx: Context, id: string): Promise<Customer> {
  const [account] = await Sql.byId(ctx, id);
  return view(requireAccount(account));
}

/** Changes the fields that are given. Throws `session.required` if the account does not exist. */
export async function changeProfile(ctx: Context, id: string, { name }: ChangeProfile): Promise<Customer> {
  if (name === undefined) return profile(ctx, id);
  const [account] = await Sql.rename(ctx, id, name);
  return view(requireAccount(account));
}
