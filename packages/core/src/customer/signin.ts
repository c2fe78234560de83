import type { Context } from "../context.ts";
import { type Spellings, spellings } from "../email.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import { sign } from "../signature.ts";
import * as Attempt from "./attempt.table.ts";
import { checkStrength, compare, orGiveBack, unlessTaken } from "./credentials.ts";
import { emailTaken, shown } from "./customer.rules.ts";
import type { Customer, Register, SignIn } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import * as Device from "./device.ts";
import * as Password from "./password.ts";
import { logged } from "./signin.log.ts";

/** For how long a registration is repeated under its key. */
const REPLAY_MS = 86_400_000;

/** What is known of the client that registers or signs in. */
export interface Client {
  userAgent?: string | undefined;
  /** The viewer's IP address or network. Undefined: unknown, then nothing is counted by it. */
  address?: string | undefined;
  /** What `SignedIn.device` gave to this device before. */
  device?: string | undefined;
  /** The Idempotency-Key. */
  key?: string | undefined;
}

export interface SignedIn extends Session.Opened {
  customer: Customer;
  /** For the device to keep: strangers' tries do not lock it out. */
  device: string;
}

/**
 * Makes an account and signs in to it, as `signIn` does. Under the same key, the same registration is answered again as the success
 * that it was. Throws `customer.email_taken`; too many of those from one address are `session.too_many_attempts`.
 */
export async function register(
  ctx: Context,
  given: string | undefined,
  input: Register,
  client: Client = {},
): Promise<SignedIn> {
  await checkStrength("password", input.password, input.email);
  const address = spellings(input.email);
  const limits = client.address === undefined ? [] : [Attempt.registrations(client.address)];
  await Attempt.consume(ctx, limits);
  const made = await orGiveBack(ctx, limits, async (): Promise<Made | undefined> => {
    const row = await create(ctx, input, address, client);
    return row ? { row } : earlier(ctx, input, address, client);
  });
  // It tells that there is an account, so it stays counted.
  if (!made) throw emailTaken();
  await Attempt.giveBack(ctx, limits);
  const signedIn = await enter(ctx, given, made.row, address.login, client, made.counters);
  return { ...signedIn, replayed: made.counters !== undefined };
}

/** Opens a session under a new token and merges the guest's cart. What is wrong, e-mail or password, is not told. */
export function signIn(
  ctx: Context,
  given: string | undefined,
  { email, password }: SignIn,
  client: Client = {},
): Promise<SignedIn> {
  const address = spellings(email);
  return logged(ctx, { login: address.login, address: client.address }, async () => {
    const counters = countersOf(address.login, client);
    const find = async () => {
      const [row] = await Sql.byEmail(ctx, address);
      await checkDevice(ctx, address.login, client, row, counters);
      return row;
    };
    const { row, isRight } = await compare(ctx, counters, password, find);
    if (!row || !isRight) throw new Refusal("session.bad_credentials", "E-mail or password is not right.");
    return enter(ctx, given, await rehashed(ctx, row, password), address.login, client, counters);
  });
}

/** A device that has signed in before is counted by itself. Any other shares two counts with strangers. */
function countersOf(login: string, { address, device }: Client): Attempt.Counter[] {
  const known = Device.known(device, login);
  return known ? [Attempt.byDevice(login, known.id)] : strangers(login, address);
}

function strangers(login: string, address: string | undefined): Attempt.Counter[] {
  const account = Attempt.byAccount(login, address);
  return address === undefined ? [account] : [account, Attempt.byAddress(address)];
}

/**
 * A device that signed in to another account, whose e-mail this was before, counts as a stranger's: else kept devices of erased accounts
 * would add up to many tries. Counts the try with strangers' too, and adds those counters to `counters`.
 */
async function checkDevice(
  ctx: Context,
  login: string,
  { device, address }: Client,
  row: Sql.CustomerRow | undefined,
  counters: Attempt.Counter[],
): Promise<void> {
  const known = Device.known(device, login);
  if (!known || known.customer === row?.id) return;
  const more = strangers(login, address);
  await Attempt.consume(ctx, more);
  counters.push(...more);
}

/** `counters`: the tries that have led here. The first one is forgotten, the others belong to more than this account. */
async function enter(
  ctx: Context,
  given: string | undefined,
  row: Sql.CustomerRow,
  login: string,
  { userAgent, device, key }: Client,
  counters: Attempt.Counter[] = [],
): Promise<SignedIn> {
  const [own, ...shared] = counters;
  const opened = await orGiveBack(ctx, counters, () =>
    Session.open(ctx, given, Session.ownerOf(row.id), {
      epoch: row.epoch,
      userAgent,
      forget: own ? [own.key] : [],
      secret: key === undefined ? undefined : secretFor(ctx, row, key),
    }),
  );
  await Attempt.giveBack(ctx, shared);
  return { customer: shown(row), device: Device.remember(device, login, row.id), ...opened };
}

/** The same key opens the same session again, on the same day and until the password changes. */
const secretFor = ({ now }: Context, { id, passwordHash }: Sql.CustomerRow, key: string): string =>
  sign("replay", ["session", now.toISOString().slice(0, 10), id, passwordHash, key].join("\n"));

/** A hash made at older settings is replaced once the password is known. */
async function rehashed(ctx: Context, row: Sql.CustomerRow, password: string): Promise<Sql.CustomerRow> {
  if (!Password.isOutdated(row.passwordHash)) return row;
  const [changed] = await Sql.rehash(ctx, row.id, row.passwordHash, await Password.hash(ctx, password));
  return changed ?? row;
}

/** Undefined: the e-mail has an account. */
async function create(
  ctx: Context,
  { email, name, password }: Register,
  address: Spellings,
  { key }: Client,
): Promise<Sql.CustomerRow | undefined> {
  const id = Session.customerOf(Session.newOwner(ctx.now));
  const registration = key === undefined ? null : registrationOf(address, key);
  const passwordHash = await Password.hash(ctx, password);
  return unlessTaken(Sql.create(ctx, { id, email, name, passwordHash, registration }, address));
}

interface Made {
  row: Sql.CustomerRow;
  /** Where the account was made before: the tries at its password. */
  counters?: Attempt.Counter[];
}

/** The account that the same registration made before. Undefined: another one made it. */
async function earlier(
  ctx: Context,
  { email, name, password }: Register,
  address: Spellings,
  client: Client,
): Promise<Made | undefined> {
  if (client.key === undefined) return undefined;
  const [row] = await Sql.byEmail(ctx, address);
  const isSameKey = row?.registration === registrationOf(address, client.key);
  if (!row || !isSameKey || ctx.now.getTime() - Date.parse(row.createdAt) > REPLAY_MS) return undefined;
  const counters = countersOf(address.login, client);
  const { isRight } = await compare(ctx, counters, password, async () => row);
  const isSame = row.email === email && row.name.normalize("NFC") === name.normalize("NFC");
  if (isRight && isSame) return { row, counters };
  if (isRight) await Attempt.giveBack(ctx, counters);
  const detail = "This Idempotency-Key has registered this e-mail with another name or password.";
  throw new Refusal("idempotency.key_reused", detail);
}

/** The password is no part of it: a fast hash must not help to guess one. */
const registrationOf = ({ login }: Spellings, key: string): string => sha256(`${login}\n${key}`);
