import type { Context } from "../context.ts";
import * as Session from "../session/session.ts";
import * as Attempt from "./attempt.ts";
import { checkStrength, tryPassword } from "./credentials.ts";
import { type Account, requireAccount, wrongPassword } from "./customer.rules.ts";
import type { ChangePassword } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import * as Password from "./password.ts";

/**
 * Changes the password, and ends every other session. Attempts are counted apart from sign-ins, so that a
 * stranger cannot lock the owner out. Throws `customer.wrong_password`, `session.too_many_attempts`, and
 * `request.invalid` for a weak password.
 */
export async function changePassword(
  ctx: Context,
  id: string,
  shopper: Session.Shopper,
  { currentPassword, newPassword }: ChangePassword,
): Promise<void> {
  await checkStrength("newPassword", newPassword);
  const counter = Attempt.ownPassword(id);
  const find = async () => requireAccount((await Sql.byId(ctx, id))[0]);
  const revokeOthers = ({ passwordVersion }: Account) =>
    Session.revokeOthers(ctx, shopper, passwordVersion, [Attempt.keyOf(counter)]);

  const { account, isRight } = await tryPassword(ctx, [counter], currentPassword, find);
  if (account && isRight) {
    const isChanged = await Attempt.giveBackOnError(ctx, [counter], async () => {
      await checkStrength("newPassword", newPassword, account.email);
      const hash = await Password.hash(ctx, newPassword);
      const [changed] = await Sql.changePassword(ctx, id, account.passwordHash, hash);
      if (changed) await revokeOthers(changed);
      return changed !== undefined;
    });
    if (isChanged) return;
  }
  // An attempt whose answer was lost may have changed it. This comparison counts as a second guess.
  const again = await tryPassword(ctx, [counter], newPassword, find);
  if (!again.account || !again.isRight) throw wrongPassword();
  await revokeOthers(again.account);
}
