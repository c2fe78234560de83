import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
import { invalid, Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import * as Attempt from "./attempt.table.ts";
import type { ChangePassword, ChangeProfile, Customer, Register, SignIn } from "./customer.schema.ts";
import * as Sql from "./customer.sql.ts";
import * as Password from "./password.ts";

export interface SignedIn {
  customer: Customer;
  shopper: Session.Shopper;
}

type Row = Awaited<ReturnType<typeof Sql.byId>>[number];

/** Makes an account. A guest who registers stays the same owner, so the cart is the customer's without being moved. */
export async function register(
  ctx: Context,
  guest: Session.Shopper,
  { email, password, name }: Register,
  userAgent?: string,
): Promise<SignedIn> {
  await checkStrength("#/password", password);
  const owner = guest.session?.customer ? Session.newOwner(ctx.now) : guest.token.owner;
  const passwordHash = await Password.hash(ctx, password);
  const id = Session.customerOf(owner);
  const [row] = await unlessTaken(Sql.create(ctx, { id, email, login: loginOf(email), name, passwordHash }));
  if (!row) throw emailTaken();
  const given = guest.session ? Session.tokenOf(guest) : undefined;
  return {
    customer: shown(row),
    shopper: await Session.open(ctx, given, owner, { userAgent, epoch: row.epoch }),
  };
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
  const [row] = await Sql.byLogin(ctx, login, Session.cartIn(given));
  const isRight = await Password.matches(ctx, password, row?.passwordHash);
  if (!row || !isRight) throw new Refusal("session.bad_credentials", "E-mail or password is not right.");
  if (Password.isOutdated(row.passwordHash)) {
    await Sql.rehash(ctx, row.id, row.passwordHash, await Password.hash(ctx, password));
  }
  const { epoch, ordered } = row;
  const opening = { userAgent, epoch, ordered: ordered ?? undefined, forget: [Attempt.key(login)] };
  const shopper = await Session.open(ctx, given, Session.ownerOf(row.id), opening);
  return { customer: shown(row), shopper };
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
  const isRight = await Password.matches(ctx, currentPassword, row.passwordHash);
  const hash = isRight ? await Password.hash(ctx, newPassword) : "";
  const [changed] = isRight ? await Sql.changePassword(ctx, id, row.passwordHash, hash) : [];
  // It may have been changed already, by an attempt whose answer was lost: then what is left to do is done.
  const now = changed ?? found((await Sql.byId(ctx, id))[0]);
  if (!changed && !(await Password.matches(ctx, newPassword, now.passwordHash))) throw wrongPassword();
  await Session.renew(ctx, shopper, now.epoch, [Attempt.key(id)]);
}

/** Erases the account, its addresses, cart and sessions; asked again while the session lives, it finishes what was begun. */
export async function erase(ctx: Context, id: string, shopper: Session.Shopper): Promise<void> {
  const [row] = await Sql.erase(ctx, id);
  await Session.close(ctx, shopper, [Attempt.key(id), ...(row ? [Attempt.key(loginOf(row.email))] : [])]);
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
