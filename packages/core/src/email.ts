import { domainToASCII, domainToUnicode } from "node:url";
import * as z from "zod";
import { INVISIBLE, isStorable } from "./text.ts";

/** RFC 5321 §4.5.3.1 and RFC 1035 §2.3.4, in octets. */
const MAX_ADDRESS = 254;
const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;

/** RFC 5322 §3.2.3; RFC 6531 adds the characters of all other scripts. */
const ATOM = /^(?:[\w!#$%&'*+/=?^`{|}~-]|[^\p{ASCII}\p{C}\p{Z}])+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** An e-mail address that a mail server could accept, in any script; 254 octets at most. */
export const email = () =>
  z.string().max(254).refine(isEmail, "must be a valid e-mail address").meta({ format: "idn-email" });

/** An e-mail address to sign in with. Accounts from before `email` was this strict still open. */
export const accountEmail = () =>
  z
    .string()
    .max(254)
    .regex(z.regexes.unicodeEmail, "must be a valid e-mail address")
    .refine(isStorable, "has characters that cannot be stored");

/**
 * Whether a mail server could accept this address: a dot-atom, `@`, and a domain name of two labels or more, in any script.
 * Quoted local parts and IP addresses are refused, as mail providers refuse them.
 */
export function isEmail(text: string): boolean {
  const { local, domain } = split(text);
  return (
    Buffer.byteLength(text) <= MAX_ADDRESS &&
    Buffer.byteLength(local) <= MAX_LOCAL &&
    !INVISIBLE.test(text) &&
    local.split(".").every((atom) => ATOM.test(atom)) &&
    isDomain(domain)
  );
}

/** The spellings of one address under which its account may be stored. */
export interface Spellings {
  /** How new accounts are stored: the domain in its own script. */
  login: string;
  /** With the domain in ASCII (`xn--…`). */
  ascii: string;
  /** Folded as typed: versions of the shop before this one stored that. */
  typed: string;
}

/** `ADA@Bücher.example`, `ada@xn--bcher-kva.example` and other spellings of one address have the same `login`. */
export function spellings(email: string): Spellings {
  const typed = fold(email);
  const { local, domain } = split(typed);
  const labels = domain.split(".");
  return {
    typed,
    login: `${local}@${labels.map((label) => inUnicode(inAscii(label) || label) || label).join(".")}`,
    ascii: `${local}@${labels.map((label) => inAscii(label) || label).join(".")}`,
  };
}

const fold = (text: string): string => text.normalize("NFC").toLowerCase();

function split(email: string): { local: string; domain: string } {
  const at = email.lastIndexOf("@");
  return { local: email.slice(0, Math.max(at, 0)), domain: email.slice(at + 1) };
}

function isDomain(domain: string): boolean {
  const labels = fold(domain).split(".");
  const ascii = labels.map(inAscii);
  return (
    labels.length > 1 &&
    ascii.join(".").length <= MAX_DOMAIN &&
    // A number is the last part of an IP address.
    !/^\d*$/.test(ascii.at(-1) ?? "") &&
    labels.every((label, i) => {
      const name = ascii[i] ?? "";
      // Other characters that IDNA maps to this name, such as full-width letters, are not the name itself.
      return LABEL.test(name) && (label === name || label === inUnicode(name));
    })
  );
}

/** Only for what needs it: alone, `domainToASCII` takes a number for an IP address. Empty: not a name. */
const inAscii = (label: string): string =>
  /^\p{ASCII}*$/u.test(label) && !label.startsWith("xn--") ? label : domainToASCII(label);

const inUnicode = (label: string): string => (label.startsWith("xn--") ? domainToUnicode(label) : label);
