import * as z from "zod";

type Issue = z.core.$ZodRawIssue;

/** Our messages for invalid values. Undefined: the schema's own message, or zod's. */
const messages: { [K in Issue["code"]]?: (issue: Extract<Issue, { code: K }>) => string } = {
  invalid_type: ({ expected }) => `must be ${named(expected)}`,
  // Only the countries are too many to list.
  invalid_value: ({ values }) =>
    `must be ${values.length > 99 ? "two capital letters of ISO 3166, such as GB" : values.join(" or ")}`,
  invalid_format: ({ format }) => `must be ${formats[format] ?? `a valid ${format}`}`,
  too_big: ({ maximum, origin }) => sized("at most", maximum, origin),
  too_small: ({ minimum, origin }) =>
    minimum === 1 && origin === "string" ? "must not be empty" : sized("at least", minimum, origin),
};

z.config({
  customError: (issue) =>
    issue.input === undefined
      ? "is missing"
      : (messages[issue.code] as ((issue: Issue) => string) | undefined)?.(issue),
});

const named = (type: string): string =>
  type === "int" ? "a whole number" : `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;

const formats: Record<string, string | undefined> = {
  regex: "a valid value",
  datetime: "a time in UTC, such as 2030-01-31T09:00:00Z",
  date: "a day, such as 2030-01-31",
};

function sized(limit: string, count: number | bigint, origin: string): string {
  if (origin === "array") return `must have ${limit} ${count} item${count === 1 ? "" : "s"}`;
  return `must be ${limit} ${count}${origin === "string" ? " characters long" : ""}`;
}
