import type { Json } from "../openapi.ts";
import { escaped, inline } from "./markdown.ts";

const REFERENCE = "#/components/schemas/";

/** The name of the first schema that a value refers to. */
export const schemaOf = (holder: unknown): string | undefined =>
  /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(holder) ?? "")?.[1];

export const link = (name: string | undefined): string =>
  name === undefined ? "" : `<a href="#${name}"><code>${name}</code></a>`;

/** A table of an object's fields. Objects inside it follow in the same table, with the path to each field. */
export function fields(schema: Json): string {
  const rows = rowsOf(schema, "");
  return rows.length > 0 ? `<table>${rows.join("\n")}</table>` : `<p>${typeOf(schema)}${limits(schema)}</p>`;
}

function rowsOf(schema: Json, prefix: string): string[] {
  const required = (schema.required ?? []) as string[];
  return Object.entries((schema.properties ?? {}) as Record<string, Json>).flatMap(([name, field]) => {
    const label = `${prefix}${name}`;
    const isOptional = !required.includes(name);
    const text = inline(String(field.description ?? ""));
    const row = `<tr><td><code>${escaped(label)}</code>${isOptional ? " <i>optional</i>" : ""}<td>${typeOf(field)}${limits(field)}<td>${text}`;
    const inner = field.type === "array" ? { schema: field.items as Json, label: `${label}[].` } : undefined;
    return [row, ...rowsOf(inner?.schema ?? field, inner?.label ?? `${label}.`)];
  });
}

/** The type of a value in a few words: `string`, `Money`, `CartLine[]`, `"S" | "M"`. */
export function typeOf(schema: Json): string {
  const { type, enum: values, const: constant, items } = schema;
  if (typeof schema.$ref === "string") return link(schema.$ref.slice(REFERENCE.length));
  if (constant !== undefined) return `<code>${escaped(String(constant))}</code>`;
  if (Array.isArray(values)) return choice(values);
  for (const union of [schema.anyOf, schema.oneOf, schema.allOf]) {
    if (Array.isArray(union)) return [...new Set(union.map(typeOf))].filter(Boolean).join(" or ");
  }
  if (type === "array") return `${typeOf((items ?? {}) as Json)}[]`;
  return escaped([type].flat().join(" or "));
}

/** Too many values to read are left out. The values that stand for an absent field say nothing to a reader. */
function choice(values: unknown[]): string {
  if (values.every((value) => value === "" || value === null)) return "";
  if (values.length > 12) return `one of ${values.length} values`;
  return values.map((value) => `<code>${escaped(String(value))}</code>`).join(" or ");
}

/** What limits a value: `, 1 to 99, default 20`. */
export function limits(schema: Json): string {
  const inner = Array.isArray(schema.anyOf) ? (schema.anyOf[0] as Json) : schema;
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, format, default: usual } = inner;
  const parts = [
    typeof format === "string" && format.replace("idn-", ""),
    range(minimum, maximum, ""),
    range(minLength, maxLength, " characters"),
    range(minItems, maxItems, " items"),
    usual !== undefined && `default ${usual}`,
  ];
  return parts
    .filter(Boolean)
    .map((part) => `, ${part}`)
    .join("");
}

/** The largest safe integer is no limit to a reader. */
function range(from: unknown, to: unknown, unit: string): string | undefined {
  const most = to === Number.MAX_SAFE_INTEGER ? undefined : to;
  if (from !== undefined && from !== Number.MIN_SAFE_INTEGER) {
    return most === undefined ? `at least ${from}${unit}` : `${from} to ${most}${unit}`;
  }
  return most === undefined ? undefined : `at most ${most}${unit}`;
}
