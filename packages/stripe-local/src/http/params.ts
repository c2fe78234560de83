import { InvalidParameter } from "./error.ts";
import type { Params, Value } from "./form.ts";

/** Refuses parameters that the endpoint does not have. Stripe's own browser library sends many more, so it is spared. */
export function requireKnown(params: Params, known: readonly string[]): void {
  const unknown = Object.keys(params).find((name) => !known.includes(name) && name !== "expand");
  if (unknown === undefined) return;
  throw new InvalidParameter(`Received unknown parameter: ${unknown}`, unknown, "parameter_unknown");
}

/** Undefined when it is absent or empty, because an empty value means "unset". */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") throw new InvalidParameter("Invalid string: must be a string", name);
  if (value.length > 5_000)
    throw new InvalidParameter(
      `Invalid string: ${value.slice(0, 10)}…; must be at most 5000 characters`,
      name,
    );
  return value;
}

export function required(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined) {
    throw new InvalidParameter(`Missing required param: ${name}.`, name, "parameter_missing");
  }
  return value;
}

export function oneOf<T extends string>(params: Params, name: string, values: readonly T[]): T | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  const found = values.find((one) => one === value);
  if (found !== undefined) return found;
  throw new InvalidParameter(`Invalid ${name}: must be one of ${values.join(", ")}`, name);
}

export function integer(params: Params, name: string, min = 1): number | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(value)) {
    throw new InvalidParameter(`Invalid integer: ${value}`, name, "parameter_invalid_integer");
  }
  if (Number(value) >= min) return Number(value);
  const message =
    min === 1
      ? "This value must be greater than or equal to 1."
      : `This value must be greater than or equal to ${min}.`;
  throw new InvalidParameter(message, name, "parameter_invalid_integer");
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = oneOf(params, name, ["true", "false"]);
  return value === undefined ? undefined : value === "true";
}

export function object(params: Params, name: string): Params | undefined {
  const value = params[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value === "object" && !Array.isArray(value)) return value;
  throw new InvalidParameter("Invalid object", name);
}

export function list(params: Params, name: string): string[] {
  const value = params[name];
  if (value === undefined || value === "") return [];
  const isText = (one: Value): one is string => typeof one === "string";
  if (Array.isArray(value) && value.every(isText)) return value;
  throw new InvalidParameter("Invalid array", name);
}

/** Up to 50 pairs, with names up to 40 and values up to 500 characters: https://docs.stripe.com/api/metadata */
export function metadata(params: Params): Record<string, string> {
  const pairs = Object.entries(object(params, "metadata") ?? {});
  if (pairs.length > 50)
    throw new InvalidParameter(
      `You can only specify up to 50 metadata keys, but you passed in ${pairs.length}.`,
      "metadata",
    );
  for (const [key, value] of pairs) {
    if (typeof value !== "string") throw new InvalidParameter("Invalid string", `metadata[${key}]`);
    if (key.length > 40)
      throw new InvalidParameter(`Metadata keys can have up to 40 characters: ${key}`, "metadata");
    if (value.length > 500)
      throw new InvalidParameter(
        `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters.`,
        `metadata[${key}]`,
      );
  }
  return Object.fromEntries(pairs) as Record<string, string>;
}
