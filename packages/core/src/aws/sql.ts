import type { SqlParameter } from "@aws-sdk/client-rds-data";

type Value = string | number | boolean | null | Sql;

/** A statement or a part of one: text and values apart, so that no SQL is ever built from what a client sent. */
export interface Sql {
  /** The text with `:p0`, `:p1` … ; each value is pushed to `parameters`. */
  compile(parameters: SqlParameter[]): string;
}

/**
 * `` sql`select … where id = ${id}` ``. A string is bound as text, a number as bigint or double precision, null as
 * nothing in particular: where PostgreSQL must know better, write the cast (`${day}::date`). Parts nest. Arrays do not exist
 * in the Data API: send `${JSON.stringify(list)}::jsonb`.
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

/** Parts one after another with `and` between them; true where there are none. */
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
