import * as z from "zod";

type Issue = z.core.$ZodRawIssue;

/** Our messages for invalid values. Undefined: the schema's own message, or zod's. */
const messages: { [K in Issue["code"]]?: (issue: Extract<Issue, { code: K }>) => string } = {
  invalid_type: ({ expected, input }) => (input === undefined ? "is missing" : `must be ${named(expected)}`),
  invalid_value: ({ values }) =>
    `must be ${values.length > 12 ? "one of the allowed values" : values.join(" or ")}`,
  invalid_format: ({ format }) => `must be a valid ${format === "regex" ? "value" : format}`,
  too_big: ({ maximum, origin }) => `must be at most ${maximum}${units(origin)}`,
  too_small: ({ minimum, origin }) =>
    minimum === 1 && origin === "string"
      ? "must not be empty"
      : `must be at least ${minimum}${units(origin)}`,
};

z.config({
  customError: (issue) => (messages[issue.code] as ((issue: Issue) => string) | undefined)?.(issue),
});

const named = (type: string): string =>
  type === "int" ? "a whole number" : `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;

const units = (origin: string): string => (origin === "string" ? " characters long" : "");
