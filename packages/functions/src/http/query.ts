import * as z from "zod";
import "./messages.ts";
import { type HttpRefusal, invalidRequest, queryPointer } from "./refusal.ts";

/**
 * The values of a query string. A parameter may be given once, or several times if its schema is an array; an empty one counts as
 * absent. Throws `request.invalid`, also for parameters that the schema does not have, unless these are allowed.
 */
export function parseQuery<S extends z.ZodObject>(
  schema: S,
  all: URLSearchParams,
  { allowUnknown }: { allowUnknown: boolean },
): z.output<S> {
  const unknown = [...new Set(all.keys())].filter((name) => !Object.hasOwn(schema.shape, name));
  if (unknown.length > 0 && !allowUnknown) throw unknownParameters(unknown);
  const values = Object.entries(schema.shape).flatMap(([name, shape]) => {
    const sent = all.getAll(name).filter((value) => value !== "");
    if (isRepeatable(shape)) return sent.length > 0 ? [[name, sent]] : [];
    if (sent.length > 1) {
      throw invalidRequest([{ pointer: queryPointer([name]), message: "must be given only once" }]);
    }
    return sent.map((value) => [name, value]);
  });
  return check(schema, Object.fromEntries(values), queryPointer);
}

const isRepeatable = (shape: z.core.$ZodType): boolean =>
  (shape instanceof z.ZodOptional ? shape.unwrap() : shape) instanceof z.ZodArray;

export const unknownParameters = (names: string[]): HttpRefusal =>
  invalidRequest(
    names.map((name) => ({ pointer: queryPointer([name]), message: "is not a known parameter" })),
  );

/** Parses a value by its schema. Throws `request.invalid`; `pointer` writes the place of an invalid part. */
export function check<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  pointer: (path: PropertyKey[]) => string,
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidRequest(
    result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            pointer: pointer([...issue.path, key]),
            message: "is not a known field",
          }))
        : [{ pointer: pointer(issue.path), message: issue.message }],
    ),
  );
}
