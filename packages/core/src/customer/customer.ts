import type { Key } from "../aws/dynamo.ts";
import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
import { invalid, Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import * as Attempt from "./attempt.table.ts";
import type { ChangePassword, ChangeProfile, Customer, Register, SignIn } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import * as Password from "./password.ts";

export interface SignedIn extends Session.Opened {
  customer: Customer;
}

type Row = Awaited<ReturnType<typeof Sql.byId>>[number];

/** Makes an account and signs in to it, as `signIn` does. */
export async function register(
  ctx: Context,
  given: string | undefined,
  { email, password, name }: Register,
  userAgent?: string,
): Promise<SignedIn> {
  await checkStrength("#/password", password);
  const owner = Session.newOwner(ctx.now);
  const passwordHash = await Password.hash(ctx, password);
  const account = { id: Session.customerOf(owner), email, login: loginOf(email), name, passwordHash };
  const [row] = await unlessTaken(Sql.create(ctx, account));
  if (!row) throw new Error("An account was neither made nor refused.");
  return open(ctx, given, row, { userAgent });
}

/** Opens a session under a new token and merges the guest's cart. What is wrong, e-mail or password, is not told. */
export async function signIn(
  ctx: Context,
  given: string | undefined,
  { email, password }: SignIn,
  userAgent?: string,
): Promise<SignedIn> {
  const login = loginOf(email);
  await Attempt.claim(ctx, login);
  const [row] = await Sql.byLogin(ctx, login);
  const isRight = await Password.matches(ctx, password, row?.passwordHash);
  if (!row || !isRight) throw new Refusal("session.bad_credentials", "E-mail or password is not right.");
  if (Password.isOutdated(row.passwordHash)) {
    await Sql.rehash(ctx, row.id, row.passwordHash, await Password.hash(ctx, password));
  }
  return open(ctx, given, row, { userAgent, forget: [Attempt.key(login)] });
}

async function open(
  ctx: Context,
  given: string | undefined,
  row: Row,
  more: { userAgent: string | undefined; forget?: Key[] },
): Promise<SignedIn> {
  const opening = { ...more, epoch: row.epoch };
  return { customer: shown(row), ...(await Session.open(ctx, given, Session.ownerOf(row.id), opening)) };
}

export async function profile(ctx: Context, id: string): Promise<Customer> {
  const [row] = await Sql.byId(ctx, id);
  return shown(found(row));
}

export async function change(ctx: Context, id: string, profile: ChangeProfile): Promise<Customer> {
  const [row] = await unlessTaken(
    Sql.change(ctx, id, { ...profile, login: profile.email && loginOf(profile.email) }),
  );
  return shown(found(row));
}

/** Ends every other session. Tries are counted apart from sign-in's, so that nobody can keep the owner from it. */
export async function changePassword(
  ctx: Context,
  id: string,
  shopper: Session.Shopper,
  { currentPassword, newPassword }: ChangePassword,
): Promise<void> {
  await checkStrength("#/newPassword", newPassword);
  await Attempt.claim(ctx, id);
  const row = found((await Sql.byId(ctx, id))[0]);
  if (await Password.matches(ctx, currentPassword, row.passwordHash)) {
    const hash = await Password.hash(ctx, newPassword);
    const [changed] = await Sql.changePassword(ctx, id, row.passwordHash, hash);
    if (changed) return Session.renew(ctx, shopper, changed.epoch, [Attempt.key(id)]);
  }
  // It may have been changed already, by an attempt whose answer was lost. To look is a second guess, and counts as one.
  await Attempt.claim(ctx, id);
  const now = found((await Sql.byId(ctx, id))[0]);
  if (!(await Password.matches(ctx, newPassword, now.passwordHash))) throw wrongPassword();
  await Session.renew(ctx, shopper, now.epoch, [Attempt.key(id)]);
}

/** Erases the account with its addresses, cart and sessions. What a request that dies leaves of them, the sweep takes. */
export async function erase(ctx: Context, id: string): Promise<void> {
  const owner = Session.ownerOf(id);
  const [row] = await Sql.erase(ctx, id, Session.cartOf(owner));
  const forget = row ? [Attempt.key(loginOf(row.email))] : [];
  await Session.close(ctx, owner, [Attempt.key(id), ...forget]);
}

/** An e-mail as it is compared: one account for it, however it is written. */
const loginOf = (email: string): string => email.normalize("NFC").toLowerCase();

const shown = ({ id, email, name, createdAt, updatedAt }: Row): Customer => ({
  id,
  email,
  name,
  createdAt,
  updatedAt,
});

function found(row: Row | undefined): Row {
  if (row) return row;
  throw new Refusal("session.required", "This account is no longer there.");
}

async function checkStrength(pointer: string, password: string): Promise<void> {
  if (!(await Password.isCommon(password))) return;
  const message = "is one of the most common passwords: choose another";
  throw invalid([{ pointer, message }]);
}

/** What the database says of an e-mail that has an account, in the shop's words. */
async function unlessTaken<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof SqlError && error.state === "23505" ? emailTaken() : error;
  }
}

const emailTaken = () =>
  new Refusal("customer.email_taken", "There is an account with this e-mail: sign in instead.");

const wrongPassword = () => new Refusal("customer.wrong_password", "The current password is not right.");
