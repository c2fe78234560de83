import { ServiceError } from "../api/error.ts";
import type { SqlParameter } from "../api/request.ts";
import { bind } from "./parameters.ts";
import { type TokenizedSql, tokenize } from "./tokens.ts";

/** A statement in PostgreSQL's own form, with `$1`, `$2` … instead of names. */
export interface Statement {
  text: string;
  values: (string | null)[];
  verb: string;
}

/** Turns `:name` SQL and its parameters into a statement. Each place gets a `$n` of its own, as with JDBC's `?`. */
export function compile(sql: string, parameters: readonly SqlParameter[] = []): Statement {
  const { tokens, verb } = tokenizeOnce(sql);
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const values: (string | null)[] = [];
  let text = "";
  for (const token of tokens) {
    if (typeof token === "string") {
      text += token;
      continue;
    }
    const parameter = byName.get(token.parameter);
    if (parameter) {
      const { cast, value } = bind(parameter);
      const place = `$${values.push(value)}`;
      text += cast ? `(${place}::${cast})` : place;
    } else if (token.sliceBound) {
      text += `:${token.parameter}`;
    } else {
      throw new ServiceError("BadRequestException", `Cannot find parameter: ${token.parameter}`);
    }
  }
  return { text, values, verb };
}

const MOST_REMEMBERED = 500;
const remembered = new Map<string, TokenizedSql>();

/** Programs send the same few texts over and over, so the latest ones are remembered, tokenized. */
function tokenizeOnce(sql: string): TokenizedSql {
  const known = remembered.get(sql);
  if (known) return known;
  const tokenized = tokenize(sql);
  if (tokenized.severalStatements)
    throw new ServiceError("ValidationException", "Multistatements aren't supported.");
  if (sql.includes("\0"))
    throw new ServiceError("ValidationException", "The SQL text holds a NUL character.");
  // A request carries no stream of data, and PGlite would wait for it for ever.
  if (tokenized.verb === "COPY") {
    throw new ServiceError("DatabaseErrorException", "ERROR: COPY is not supported; SQLState: 0A000");
  }
  if (remembered.size >= MOST_REMEMBERED) {
    for (const oldest of remembered.keys()) {
      remembered.delete(oldest);
      break;
    }
  }
  remembered.set(sql, tokenized);
  return tokenized;
}
