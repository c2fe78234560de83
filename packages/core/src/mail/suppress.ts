import type { Context } from "../context.ts";
import { spellings } from "../email.ts";
import { sha256 } from "../hash.ts";
import * as Sql from "./mail.sql.ts";

export type Reason = "bounce" | "complaint";

/** Sends no more mail to this address, in any spelling. */
export async function suppress(ctx: Context, address: string, reason: Reason): Promise<void> {
  await Sql.suppress(ctx, hashOf(address), reason);
}

/** Why the address gets no mail. Undefined: it may get mail. */
export const suppressed = async (ctx: Context, address: string): Promise<{ reason: string } | undefined> =>
  (await Sql.suppressed(ctx, hashOf(address)))[0];

const hashOf = (address: string): string => sha256(spellings(address).login);
