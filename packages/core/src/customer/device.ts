import { randomBytes } from "node:crypto";
import { customerOf, ownerOf } from "../session/session.ts";
import { isSigned, sign } from "../signature.ts";

/** One device remembers this many accounts: those of a family. */
const MAX_ACCOUNTS = 5;

/**
 * Returns the device cookie after a sign-in: a random device ID and, for each account, the owner with a
 * signature. It does not contain e-mails.
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export function remember(given: string | undefined, login: string, customer: string): string {
  const known = parse(given);
  const id = known?.id ?? randomBytes(16).toString("base64url");
  const others = known?.entries.filter((entry) => !isOf(id, login, entry)) ?? [];
  const owner = ownerOf(customer);
  const entry = owner + sign("device", textOf(id, login, owner));
  return [id, entry, ...others].slice(0, 1 + MAX_ACCOUNTS).join(".");
}

/**
 * The ID of a device that has signed in with this e-mail before, and the customer that it signed in to.
 * Undefined: another device. The e-mail may belong to another customer now, so compare the customer with the
 * account.
 */
export function known(
  given: string | undefined,
  login: string,
): { id: string; customer: string } | undefined {
  const { id = "", entries = [] } = parse(given) ?? {};
  const entry = entries.find((one) => isOf(id, login, one));
  return entry === undefined ? undefined : { id, customer: customerOf(entry.slice(0, OWNER)) };
}

/** The length of a ULID. */
const OWNER = 26;

const isOf = (id: string, login: string, entry: string): boolean =>
  isSigned("device", textOf(id, login, entry.slice(0, OWNER)), entry.slice(OWNER));

const textOf = (id: string, login: string, owner: string): string => `${id} ${owner} ${login}`;

/** Does not check the signatures. Without a valid signature the ID means nothing. */
function parse(given = ""): { id: string; entries: string[] } | undefined {
  if (!/^[\w-]{22}(\.[0-9A-Z]{26}[\w-]{43}){1,5}$/.test(given)) return undefined;
  const [id = "", ...entries] = given.split(".");
  return { id, entries };
}
