import * as z from "zod";

/** Whether text can be stored unchanged: PostgreSQL stores no NUL, and UTF-8 has no lone surrogates. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !hasControl(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const hasControl = (text: string) => /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);

/** Whether this can be a product's handle or a variant's SKU. Without a query: the database has no others. */
export const isName = (text: string): boolean => text.length <= 255 && isStorable(text);

/** White space, controls, format characters (zero width, bidi, soft hyphen) and fillers. */
export const INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const ALL_INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** The text of a form field: 1 to `max` characters, at least one of them visible. It is stored unchanged. */
export const text = (max: number) =>
  z
    .string()
    .min(1, { abort: true })
    .max(max)
    .refine(
      (value) => isStorable(value) && !ALL_INVISIBLE.test(value),
      "must not be blank or contain invalid or control characters",
    );

const absentIfBlank = (value: unknown) => (value === "" || value === null ? undefined : value);

/** An optional field. `""` and `null` count as absent, since HTML forms and many clients send them. */
export const optional = <S extends z.ZodType>(schema: S) =>
  z
    .preprocess(absentIfBlank, schema.optional())
    .optional()
    // For the API description: JSON Schema cannot express the function.
    .meta({ blankIsAbsent: true });

/** A flag that is false if it is absent, `""` or `null`. */
export const flag = () =>
  z.preprocess(absentIfBlank, z.boolean().default(false)).default(false).meta({ blankIsAbsent: true });

/** A whole number in a query string. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
