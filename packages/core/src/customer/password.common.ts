import { readFile } from "node:fs/promises";
import { INVISIBLE } from "../text.ts";

/** In lower case. Everyone who attacks this shop tries its name. */
const SHOP = "myclothes";
/** Digits and signs around a word that make it no stronger, such as the year in `summer2024!`; more of them may be a secret. */
const MOST_AROUND = 6;
const SHORTEST_WORD = 4;

/**
 * Whether anyone would try this password first: a common one, a sequence, one repeated character, the shop's name, or one of
 * `own` (the e-mail), also with other letter case, invisible characters, repeats, or a few digits and signs around it. Only
 * for this comparison is the password changed.
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
  return isSequence(text) || [text, unitOf(text), collapsed(text)].some(isKnown);
}

interface Common {
  /** As in the list, and with runs of one character as one. */
  listed: Set<string>;
  /** The words among them, without the digits around them. */
  words: Set<string>;
}
let common: Common | undefined;

async function readCommon(): Promise<Common> {
  const text = await readFile(new URL("common-passwords.txt", import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  const words = lines.map(withoutAround).filter((word) => word.length >= SHORTEST_WORD);
  return { listed: new Set([...lines, ...lines.map(collapsed)]), words: new Set(words) };
}

/** The same text in full-width letters, in capitals, or with invisible characters in it or around it. */
function folded(password: string): string {
  const text = password.normalize("NFKC").toLowerCase();
  const visible = [...text]
    .filter((one) => one === " " || !INVISIBLE.test(one))
    .join("")
    .trim();
  // A password of blanks alone is judged as it is.
  return visible || text;
}

/** `1234`, `zyxw`, `aaaa`: each character follows from the one before. */
function isSequence(text: string): boolean {
  const codes = [...text].map((one) => one.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, i) => code - (codes[i] ?? 0));
  return new Set(steps).size <= 1;
}

/** `password` of `passwordpassword`. */
const unitOf = (text: string): string => /^(.+?)\1+$/su.exec(text)?.[1] ?? text;

const collapsed = (text: string): string => text.replace(/(.)\1+/gsu, "$1");

/** `summer` of `summer2024!`; the whole where there is too much around it. */
function withoutAround(text: string): string {
  const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return text.length - word.length <= MOST_AROUND ? word : text;
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

/** An e-mail and its part before the `@`. */
const namesOf = (email: string): string[] => [email, email.split("@")[0] ?? ""].map(folded);
