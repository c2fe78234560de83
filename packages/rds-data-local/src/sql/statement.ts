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

/** Converts SQL with `:name` parameters into a statement. Each occurrence gets its own `$n`, like JDBC's `?`. */
export function compile(sql: string, parameters: readonly SqlParameter[] = []): Statement {
  const { tokens, verb } = tokenizeCached(sql);
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
      const placeholder = `$${values.push(value)}`;
      text += cast ? `(${placeholder}::${cast})` : placeholder;
    } else if (token.sliceBound) {
      text += `:${token.parameter}`;
    } else {
      throw new ServiceError("BadRequestException", `Cannot find parameter: ${token.parameter}`);
    }
  }
  return { text, values, verb };
}

const CACHE_SIZE = 500;
const cache = new Map<string, TokenizedSql>();

/** Programs send the same few statements again and again, so the latest ones are cached. */
function tokenizeCached(sql: string): TokenizedSql {
  const cached = cache.get(sql);
  if (cached) return cached;
  const tokenized = tokenize(sql);
  if (tokenized.severalStatements)
    throw new ServiceError("ValidationException", "Multistatements aren't supported.");
  if (sql.includes("\0"))
    throw new ServiceError("ValidationException", "The SQL text contains a NUL character.");
  // A request carries no data for COPY, and PGlite would wait for it forever.
  if (tokenized.verb === "COPY") {
    throw new ServiceError("DatabaseErrorException", "ERROR: COPY is not supported; SQLState: 0A000");
  }
  if (cache.size >= CACHE_SIZE) {
    for (const oldest of cache.keys()) {
      cache.delete(oldest);
      break;
    }
  }
  cache.set(sql, tokenized);
  return tokenized;
}
