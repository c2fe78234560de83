import { readFile } from "node:fs/promises";
import { INVISIBLE } from "../text.ts";

/** In lower case. Attackers try the name of the shop. */
const SHOP = "myclothes";
/** Up to here, digits and signs around a word do not make it stronger: `summer2024!`. */
const MAX_AROUND = 6;
const SHORTEST_WORD = 4;
/** A repetition of so few characters is easy to guess, whatever they are: `abababab`. */
const SHORT_UNIT = 3;

/**
 * Whether the password is easy to guess: a common password, a sequence, up to three repeated characters, the shop's
 * name, or one of `own` (the e-mail). Letter case, invisible characters, repeats, and a few digits and signs
 * around it make no difference.
 */
export async function isCommon(password: string, own: string[] = []): Promise<boolean> {
  common ??= await readCommon();
  const { listed, words } = common;
  const known = [SHOP, ...own.flatMap(namesOf)].map(lettersOf).filter((name) => name.length >= SHORTEST_WORD);
  const isKnown = (text: string) => {
    const word = withoutAround(text);
    return (
      listed.has(text) ||
      words.has(word) ||
      known.includes(lettersOf(text)) ||
      known.includes(lettersOf(word))
    );
  };
  const text = folded(password);
  const unit = unitOf(text);
  return isSequence(text) || [...unit].length <= SHORT_UNIT || [text, unit, collapsed(text)].some(isKnown);
}

interface Common {
  /** The passwords of the list, and the same with each run of one character shortened to one. */
  listed: Set<string>;
  /** The words in the list, without the digits around them. */
  words: Set<string>;
}
let common: Common | undefined;

async function readCommon(): Promise<Common> {
  const text = await readFile(new URL("common-passwords.txt", import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  const words = lines.map(withoutAround).filter((word) => word.length >= SHORTEST_WORD);
  return { listed: new Set([...lines, ...lines.map(collapsed)]), words: new Set(words) };
}

/** Removes differences of letter case, full-width letters, and invisible characters. */
function folded(password: string): string {
  const text = password.normalize("NFKC").toLowerCase();
  const visible = [...text]
    .filter((one) => one === " " || !INVISIBLE.test(one))
    .join("")
    .trim();
  // Nothing is left of a password of spaces.
  return visible || text;
}

/** `1234`, `zyxw`, `aaaa`: the step between characters is always the same. */
function isSequence(text: string): boolean {
  const codes = [...text].map((one) => one.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => code - (codes[i] ?? 0));
  return new Set(steps).size <= 1;
}

/** `passwordpassword` becomes `password`. */
const unitOf = (text: string): string => /^(.+?)\1+$/su.exec(text)?.[1] ?? text;

const collapsed = (text: string): string => text.replace(/(.)\1+/gsu, "$1");

/** `summer2024!` becomes `summer`. A text with more characters around its word stays as it is. */
function withoutAround(text: string): string {
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return text.length - word.length <= MAX_AROUND ? word : text;
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

/** The e-mail, and its part before the `@`. */
const namesOf = (email: string): string[] => [email, email.split("@")[0] ?? ""].map(folded);
