import type { Context } from "../context.ts";
import * as Session from "../session/session.ts";
import { sign } from "../signature.ts";
import * as Attempt from "./attempt.ts";
import type { Client } from "./client.ts";
import type { Account } from "./customer.rules.ts";
import type { Customer } from "./customer.schema.ts";
import { view } from "./customer.view.ts";
import * as Device from "./device.ts";

export interface SignedIn extends Session.Created {
  customer: Customer;
  /** The new device cookie. With it, attempts of strangers do not lock this device out. */
  device: string;
}

/**
 * Opens a session for a customer whose password was right. `counters`: the counters of the sign-in. The first
 * one belongs to this account or device, and is deleted. The others are shared, and get one attempt back.
 */
export async function openSession(
  ctx: Context,
  sentToken: string | undefined,
  account: Account,
  login: string,
  { userAgent, device, key }: Client,
  counters: Attempt.Counter[] = [],
): Promise<SignedIn> {
  const [own, ...shared] = counters;
  const created = await Attempt.giveBackOnError(ctx, counters, () =>
    Session.createForCustomer(ctx, sentToken, Session.ownerOf(account.id), {
      epoch: account.passwordVersion,
      userAgent,
      alsoDelete: own ? [Attempt.keyOf(own)] : [],
      secret: key === undefined ? undefined : secretFor(ctx, account, key),
    }),
  );
  await Attempt.giveBack(ctx, shared);
  return { customer: view(account), device: Device.remember(device, login, account.id), ...created };
}

/** The same key opens the same session again, on the same day and until the password changes. */
const secretFor = ({ now }: Context, { id, passwordHash }: Account, key: string): string =>
  sign("replay", ["session", now.toISOString().slice(0, 10), id, passwordHash, key].join("\n"));
