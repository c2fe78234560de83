import { domainToASCII, domainToUnicode } from "node:url";
import * as z from "zod";
import { INVISIBLE, isStorable } from "./text.ts";

/** In bytes: RFC 5321 §4.5.3.1 and RFC 1035 §2.3.4. */
const MAX_ADDRESS = 254;
const MAX_LOCAL = 64;
const MAX_DOMAIN = 253;

/** RFC 5322 §3.2.3. Those of RFC 6531, in other scripts, get no mail: SES does not support it. */
const ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** An e-mail address to which the shop can send mail, with a domain in any script, of at most 254 bytes. */
export const email = () =>
  z
    .string()
    .max(254)
    .refine(isEmail, {
      error: ({ input }) =>
        isAscii(split(String(input)).local)
          ? "must be a valid e-mail address"
          : "must have only ASCII characters before the @, because no mail can be sent to others",
    })
    .meta({ format: "idn-email" });

/** An e-mail address for signing in. It is less strict than `email`, so that older accounts stay usable. */
export const accountEmail = () =>
  z
    .string()
    .max(254)
    .regex(z.regexes.unicodeEmail, "must be a valid e-mail address")
    .refine(isStorable, "must not contain invalid or control characters");

/**
 * Whether mail can be sent to this address: a dot-atom in ASCII, `@`, and a domain name of at least two labels,
 * in any script. Quoted local parts and IP addresses are not valid here, as with most mail providers.
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

/** The spellings under which the account of one address may be stored. */
export interface Spellings {
  /** For new accounts: with the domain in its own script. */
  login: string;
  /** With the domain in ASCII (`xn--…`). */
  ascii: string;
  /** As typed, in lower case: older versions of the shop stored this. */
  typed: string;
}

/**
 * All spellings of one address have the same `login`.
 * @example spellings("ADA@Bücher.example").login === spellings("ada@xn--bcher-kva.example").login
 */
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

/** The address with its domain in ASCII, as mail servers need it. The part before the `@` stays as it is. */
export function inAsciiDomain(email: string): string {
  const { local, domain } = split(email.normalize("NFC"));
  return `${local}@${domain
    .toLowerCase()
    .split(".")
    .map((label) => inAscii(label) || label)
    .join(".")}`;
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
    // Only an IP address ends in a number.
    !/^\d*$/.test(ascii.at(-1) ?? "") &&
    labels.every((label, i) => {
      const name = ascii[i] ?? "";
      const unicode = inUnicode(name);
      // IDNA maps other characters, such as full-width letters, to the same name. They are not valid here.
      return LABEL.test(name) && unicode !== "" && [name, unicode].includes(label);
    })
  );
}

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

/** Empty: not a valid label. ASCII labels skip `domainToASCII`, which takes a number for an IP address. */
const inAscii = (label: string): string =>
  isAscii(label) && !label.startsWith("xn--") ? label : domainToASCII(label);

/** Empty: begins with `xn--` and is no label's ASCII form (RFC 5890 §2.3.2.1). Since Node 24, `domainToUnicode` returns it unchanged. */
function inUnicode(label: string): string {
  if (!label.startsWith("xn--")) return label;
  const unicode = domainToUnicode(label);
  return unicode !== label && inAscii(unicode) === label ? unicode : "";
}
