import { type Field, isSecret, type Json } from "./inputs.ts";

const quoted = (text: string) => JSON.stringify(text);
const WRONG_TYPES = ["null", "[]", "{}", "[1]", '{"amount":1}', '["x"]'];
/** More values of wrong types, by the field's type. */
const SCALARS = { string: ["1", "-0", "1e400", "true"], boolean: ["0", "1", '""', '"true"', '"false"'] };
const NUMBERS = [
  ...["1.5", "-0.5", "1e-7", "9007199254740993", "-9007199254740993", "1e400", "-1e400", "1".repeat(400)],
  ...['"1"', '"0"', '""', '"NaN"', '"1e400"', "true"],
];
/** No text may contain them, because they could not be returned unchanged. In a password only lone surrogates are refused. */
const HALVES = ["\ud800", "\udc00", "\udc00\ud800"];
const CONTROLS = ["\u0000", "\u0007", "\u007f", "\u001b"];
const BLANKS = [
  ...[
    " ",
    "\t\n",
    "\u00a0",
    "\u3000",
    "\u3164",
    "\u115f\u1160",
    "\uffa0",
    "\u2800",
    "\u200b\u00ad",
    "\ufe0f",
  ],
];
const NO_EMAIL = [
  ...["no address", "a@", "@b.c", "a b@c.de", "a@b@c.de", "a\r\nBcc: x@y.z"],
  ...["ada@example,com", "<ada@x.com>", "a\u200bda@x.com", "ada@x.com\u00ad", "ada@x", "ada@192.0.2.1"],
];
const NO_CHOICE = ["other", "__proto__", "toString", "constructor", "\u0000", "\ud800"];

/** Invalid JSON values for a field, by its type, limits and alphabet. `valid` is a valid one. */
export function wrongFor(field: Field, valid: unknown): string[] {
  const { limits, path } = field;
  if (limits.type === "integer") {
    const { minimum, maximum } = limits;
    if (minimum === undefined || maximum === undefined) throw new Error(`${path.join("/")} has no bounds.`);
    return [...WRONG_TYPES, ...NUMBERS, `${minimum - 1}`, `${maximum + 1}`];
  }
  const wrong =
    limits.type === "boolean"
      ? [...WRONG_TYPES, ...SCALARS.boolean]
      : [...WRONG_TYPES, ...SCALARS.string, ...wrongTexts(field, String(valid ?? "x")).map(quoted)];
  return limits.blankIsAbsent ? wrong.filter((json) => json !== "null" && json !== '""') : wrong;
}

/** Invalid texts for a field. */
export function wrongTexts(field: Field, valid: string): string[] {
  const { limits, path } = field;
  const { minLength = 0, maxLength, pattern, format } = limits;
  const choices = limits.enum ?? (limits.const === undefined ? undefined : [limits.const]);
  if (choices) return ["", ...NO_CHOICE, ...choices.flatMap((one) => [`${one} `, `${one}\u0000`, `x${one}`])];
  if (maxLength === undefined && !pattern) throw new Error(`${path.join("/")} may be of any length.`);
  const long = maxLength === undefined ? [] : ["x".repeat(maxLength + 1), "😀".repeat(maxLength + 1)];
  const short = minLength > 0 ? ["", "x".repeat(minLength - 1)] : [];
  const within = (bad: string) => [
    `${bad}${valid}`,
    `${valid.slice(0, 1)}${bad}${valid.slice(1)}`,
    `${valid}${bad}`,
  ];
  const bad = isSecret(field) ? HALVES : [...HALVES, ...CONTROLS];
  const texts = [...long, ...short, "x".repeat(10_000), "😀".repeat(10_000), ...bad.flatMap(within)];
  if (isSecret(field)) return texts;
  return [
    ...texts,
    ...BLANKS,
    ...(format === "idn-email" ? NO_EMAIL : []),
    ...(pattern ? ["x", "__proto__"] : []),
  ];
}

/** Invalid values of a query parameter. */
export function wrongParameters(field: Field): string[] {
  const { minimum, maximum } = field.limits;
  if (minimum !== undefined && maximum !== undefined) {
    const odd = [
      " ",
      "-1",
      "-0",
      "+1",
      "1.5",
      "1e2",
      "0x10",
      "1 ",
      "٣",
      "１",
      "NaN",
      "1".repeat(400),
      "1\u0000",
    ];
    return [...odd, `${minimum - 1}`, `${maximum + 1}`, `${2 ** 31}`, `${2 ** 53 + 2}`];
  }
  // Empty counts as absent, and a URL cannot contain a lone surrogate.
  return wrongTexts(field, "x").filter((text) => text.isWellFormed() && text !== "");
}

/** The smallest and the largest number, and the limits of other number formats. */
export const numbersFor = ({ minimum = 0, maximum = 0 }: Json): number[] =>
  [minimum, maximum, 0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1].filter(
    (n) => n >= minimum && n <= maximum,
  );

/** May be valid or not for a field with a meaning. Never cause a fault. */
export const HOSTILE = [
  ...["'", "';drop table orders;--", "' or '1'='1", '"', "\\", "$1", ":p0", "::text", "%00", "%", "_", "*"],
  ...[
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "null",
    "undefined",
    "__proto__",
    "constructor",
    "NONE",
  ],
  ...[
    "a@b.c",
    '"a b"@example.com',
    "@",
    "'or''='@b.c",
    "é@é.é",
    "\u202ea@b.c",
    "-1",
    "0",
    "1e400",
    "x".repeat(64),
  ],
  ...["é", "e\u0301", "😀", "\u202e", "\u200b", "\ufeff", "\uffff"],
];

/** Texts that a text field accepts and returns unchanged. At most 20 characters. */
export const TEXTS = [
  ...[
    "\u00e9 composed",
    "e\u0301 decomposed",
    "\u2126 \u03a9",
    "\ufb01 fi",
    "\uac00 \u1100\u1161",
    "٣ ３",
    "İıſẞ",
  ],
  ...[
    "😀 👩‍👧‍👦",
    "𝒜 𠜎",
    "\u202eleft",
    "\u200bwide\u200b",
    "\ufeffmark",
    "\uffff \ufdd0",
    "\u0085x",
    "\u2028\u2029x",
  ],
  ...[
    " before and after ",
    "a\ttab",
    "a\r\nSet-Cookie: x=y",
    "'; drop table --",
    "' or '1'='1",
    '"quoted"',
    "\\",
  ],
  ...[
    "back\\slash\\u00e9",
    "%00%ff",
    "%",
    "_",
    "<b>&amp;</b>",
    "<script>x</script>",
    "{{7*7}}$" + "{7*7}",
    "../../x",
  ],
  ...["null", "undefined", "NaN", "0", "-1", "1e400", "true", "{}", "[]", ":p0 $1 ?", "::text", "__proto__"],
];
