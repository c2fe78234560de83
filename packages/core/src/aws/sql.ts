import type { SqlParameter } from "@aws-sdk/client-rds-data";

type Value = string | number | boolean | null | Sql;

/** A statement or a part of one. Text and values stay apart, so that no input of a client becomes SQL. */
export interface Sql {
  /** Returns the text with `:p0`, `:p1` …, and adds the values to `parameters`. */
  compile(parameters: SqlParameter[]): string;
}

/**
 * Makes a statement. A string is bound as text, a number as bigint or double precision, null without a type. Where PostgreSQL
 * needs another type, add a cast. The Data API has no arrays: send JSON.
 *
 * @example sql`select … where day = ${day}::date and ${otherPart}`
 * @example sql`… where sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))`
 */
export function sql(strings: TemplateStringsArray, ...values: Value[]): Sql {
  return {
    compile: (parameters) =>
      strings.reduce((text, string, i) => {
        const value = values[i - 1];
        return text + (isSql(value) ? value.compile(parameters) : bind(value ?? null, parameters)) + string;
      }),
  };
}

/** A list of texts as rows: `where id in (${listed(ids)})`. */
export const listed = (texts: string[]): Sql =>
  sql`select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb)`;

/** Joins conditions with `and`. Without conditions the result is true. */
export const all = (parts: Sql[]): Sql => parts.reduce((left, right) => sql`${left} and ${right}`, sql`true`);

const isSql = (value: Value | undefined): value is Sql => typeof value === "object" && value !== null;

function bind(value: string | number | boolean | null, parameters: SqlParameter[]): string {
  const name = `p${parameters.length}`;
  parameters.push({ name, value: field(value) });
  return `:${name}`;
}

function field(value: string | number | boolean | null): SqlParameter["value"] {
  if (value === null) return { isNull: true };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { booleanValue: value };
  return Number.isSafeInteger(value) ? { longValue: value } : { doubleValue: value };
}
