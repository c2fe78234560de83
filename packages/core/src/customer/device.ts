import { randomBytes } from "node:crypto";
import { isSigned, sign } from "../signature.ts";

/** Accounts that one device remembers: a family's. */
const MOST = 5;

/**
 * What a device keeps after a sign-in: its random id, and for each account that it has signed in to a signature of both. It says
 * nothing of whose accounts they are. https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */
export function remember(given: string | undefined, login: string): string {
  const known = parse(given);
  const id = known?.id ?? randomBytes(16).toString("base64url");
  const others = known?.signatures.filter((one) => !isSigned("device", textOf(id, login), one)) ?? [];
  return [id, sign("device", textOf(id, login)), ...others].slice(0, 1 + MOST).join(".");
}

/** The id of a device that has signed in to this account before; undefined for any other. */
export function known(given: string | undefined, login: string): string | undefined {
  const { id = "", signatures = [] } = parse(given) ?? {};
  return signatures.some((one) => isSigned("device", textOf(id, login), one)) ? id : undefined;
}

const textOf = (id: string, login: string): string => `${id} ${login}`;

/** The signatures are checked where they are used: an id alone means nothing. */
function parse(given = ""): { id: string; signatures: string[] } | undefined {
  if (!/^[\w-]{22}(\.[\w-]{43}){1,5}$/.test(given)) return undefined;
  const [id = "", ...signatures] = given.split(".");
  return { id, signatures };
}
