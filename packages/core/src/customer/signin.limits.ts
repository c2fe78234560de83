import type { Context } from "../context.ts";
import * as Attempt from "./attempt.ts";
import type { Client } from "./client.ts";
import type { Account } from "./customer.rules.ts";
import * as Device from "./device.ts";

/** A device that has signed in before has its own counter. All other devices share two with strangers. */
export function countersOf(login: string, { address, device }: Client): Attempt.Counter[] {
  const known = Device.known(device, login);
  return known ? [Attempt.byDevice(login, known.id)] : strangerCounters(login, address);
}

/**
 * Counts the attempt as a stranger's too, and adds these counters to `counters`, if the device signed in to
 * another account that had this e-mail before. Otherwise the saved cookies of erased accounts would add up to
 * many attempts.
 */
export async function countForeignDevice(
  ctx: Context,
  login: string,
  { device, address }: Client,
  account: Account | undefined,
  counters: Attempt.Counter[],
): Promise<void> {
  const known = Device.known(device, login);
  if (!known || known.customer === account?.id) return;
  const more = strangerCounters(login, address);
  await Attempt.consume(ctx, more);
  counters.push(...more);
}

function strangerCounters(login: string, address: string | undefined): Attempt.Counter[] {
  const account = Attempt.byAccount(login, address);
  return address === undefined ? [account] : [account, Attempt.byAddress(address)];
}
