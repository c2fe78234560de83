import * as z from "zod";

/** PostgreSQL stores no NUL and UTF-8 has no lone surrogate: what cannot come back byte for byte is not let in. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !hasControl(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const hasControl = (text: string) => /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text);

/** Whether a product's handle or a variant's sku may be called so: what is longer is not in the database, nor asked for. */
export const isName = (text: string): boolean => text.length <= 255 && isStorable(text);

/** Characters that show nothing: white space, controls, format characters (zero width, bidi, soft hyphen) and fillers. */
export const INVISIBLE = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const ALL_INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Text of a form field: 1 to `max` characters (code points) of which one can be seen, stored as it came. */
export const text = (max: number) =>
  z
    .string()
    .min(1, { abort: true })
    .max(max)
    .refine(
      (value) => isStorable(value) && !ALL_INVISIBLE.test(value),
      "has characters that cannot be stored, or is blank",
    );

/** An optional text as HTML forms and many clients send it: `""` and `null` count as absent. */
export const optional = <S extends z.ZodType>(schema: S) =>
  z
    .preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional())
    .optional()
    // For the API description: JSON Schema cannot see what the function does.
    .meta({ blankIsAbsent: true });

/** A whole number as a query string writes it. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
