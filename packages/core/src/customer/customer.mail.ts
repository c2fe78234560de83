import type { Context } from "../context.ts";
import { log } from "../log.ts";
import * as Sql from "./token.sql.ts";
import { tokenOf } from "./token.ts";

/** A link that is mailed to a customer. */
export interface Link {
  email: string;
  oldEmail: string;
  /** Undefined: the link no longer works. */
  token: string | undefined;
}

/** The link whose token has this ID. Undefined: the account is gone. */
export const ofToken = async (ctx: Context, id: string): Promise<Link | undefined> =>
  linkOf(ctx, await Sql.forMail(ctx, id));

/** The link that verifies the e-mail of a new account. */
export const ofNewAccount = async (ctx: Context, customerId: string): Promise<Link | undefined> =>
  linkOf(ctx, await Sql.firstForMail(ctx, customerId));

function linkOf(ctx: Context, [row]: Awaited<ReturnType<typeof Sql.forMail>>): Link | undefined {
  if (!row) return undefined;
  const { id, email, oldEmail, isExpired, tokenHash } = row;
  const token = isExpired ? undefined : tokenOf(id, tokenHash);
  if (!isExpired && !token) {
    log("error", "link not mailed: its signing key was removed", { requestId: ctx.requestId, tokenId: id });
  }
  return { email, oldEmail, token };
}
