import type { Context } from "../context.ts";
import { type Spellings, spellings } from "../email.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import * as Attempt from "./attempt.ts";
import type { Client } from "./client.ts";
import { checkStrength, tryPassword, undefinedIfTaken } from "./credentials.ts";
import { type Account, emailTaken } from "./customer.rules.ts";
import type { Register } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import * as Password from "./password.ts";
import { countersOf } from "./signin.limits.ts";
import { openSession, type SignedIn } from "./signin.session.ts";
import { newToken } from "./token.ts";

/** A registration can be repeated under its Idempotency-Key for this long. */
const REPLAY_MS = 86_400_000;

interface Registered {
  account: Account;
  /** The account existed already: the counters of the attempt at its password. */
  counters?: Attempt.Counter[];
}

/**
 * Creates an account and signs in to it. The same registration with the same Idempotency-Key succeeds again.
 * Throws `customer.email_taken`, and `session.too_many_attempts` after too many of these from one address.
 */
export async function register(
  ctx: Context,
  sentToken: string | undefined,
  input: Register,
  client: Client = {},
): Promise<SignedIn> {
  await checkStrength("password", input.password, input.email);
  const address = spellings(input.email);
  const limits = client.address === undefined ? [] : [Attempt.registrations(client.address)];
  await Attempt.consume(ctx, limits);
  const registered = await Attempt.giveBackOnError(ctx, limits, async (): Promise<Registered | undefined> => {
    const account = await create(ctx, input, address, client);
    return account ? { account } : tryEarlier(ctx, input, address, client);
  });
  // This answer reveals that the e-mail has an account, so the attempt stays counted.
  if (!registered) throw emailTaken();
  await Attempt.giveBack(ctx, limits);
  const { account, counters } = registered;
  const signedIn = await openSession(ctx, sentToken, account, address.login, client, counters);
  return { ...signedIn, replayed: counters !== undefined };
}

/** Undefined: the e-mail belongs to an account. */
async function create(
  ctx: Context,
  { email, name, password }: Register,
  address: Spellings,
  { key }: Client,
): Promise<Account | undefined> {
  const id = Session.customerOf(Session.newOwner(ctx.now));
  const registration = key === undefined ? null : registrationOf(address, key);
  const passwordHash = await Password.hash(ctx, password);
  const row = { id, email, name, passwordHash, registration };
  return undefinedIfTaken(Sql.create(ctx, row, address, newToken(ctx, "email")));
}

/**
 * Finds the account that the same registration created earlier, and counts an attempt at its password.
 * Undefined: another registration created the account. Throws `idempotency.key_reused` if the name or the
 * password is another one.
 */
async function tryEarlier(
  ctx: Context,
  { email, name, password }: Register,
  address: Spellings,
  client: Client,
): Promise<Registered | undefined> {
  if (client.key === undefined) return undefined;
  const [account] = await Sql.byEmail(ctx, address);
  const isSameKey = account?.registration === registrationOf(address, client.key);
  if (!account || !isSameKey) return undefined;
  if (ctx.now.getTime() - Date.parse(account.createdAt) > REPLAY_MS) return undefined;
  const counters = countersOf(address.login, client);
  const { isRight } = await tryPassword(ctx, counters, password, async () => account);
  const isSame = account.email === email && account.name.normalize("NFC") === name.normalize("NFC");
  if (isRight && isSame) return { account, counters };
  if (isRight) await Attempt.giveBack(ctx, counters);
  const detail =
    "This Idempotency-Key was used to register this e-mail with another name or password. Use a new key.";
  throw new Refusal("idempotency.key_reused", detail);
}

/** The password is not part of this fast hash, which would help to guess it. */
const registrationOf = ({ login }: Spellings, key: string): string => sha256(`${login}\n${key}`);
