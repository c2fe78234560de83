import { type Sql, sql } from "./aws/sql.ts";

/** The condition that a text with the collation "C" begins with `prefix`. An index on the text finds it. */
export const startsWith = (text: Sql, prefix: Sql): Sql =>
  sql`(${text} >= ${prefix} and ${text} < ${prefix} || chr(1114111))`;

/** The condition that each word of `query` is the beginning of a word of the text. An index on the text's words finds it. */
export function wordsStart(text: Sql, query: string): Sql {
  const words = query.normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.length === 0) return sql`false`;
  const prefixes = words.map((word) => `'${word}':*`).join(" & ");
  return sql`to_tsvector('simple', ${text}) @@ to_tsquery('simple', ${prefixes})`;
}
