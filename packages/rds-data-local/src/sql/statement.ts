import { ServiceError } from "../api/error.ts";
import type { SqlParameter } from "../api/request.ts";
import { bind } from "./parameters.ts";
import { type Parameter, type TokenizedSql, tokenize } from "./tokens.ts";

/** A statement in PostgreSQL's own form, with `$1`, `$2` … instead of names. */
export interface Statement {
  text: string;
  values: (string | null)[];
  verb: string;
  /** What the service makes of this statement, if that is not what its author means. */
  warning?: string;
}

/**
 * Converts SQL with `:name` parameters into a statement. Each occurrence gets its own `$n`. As on the service, a name without a
 * value gets a `$n` too, so the database refuses the statement, and so does a name in a dollar-quoted body or a slice. If not
 * `strict`, those are left alone, and a name without a value is refused here.
 */
export function compile(
  sql: string,
  parameters: readonly SqlParameter[] = [],
  { strict = true } = {},
): Statement {
  const { tokens, verb } = tokenizeCached(sql);
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const values: (string | null)[] = [];
  const misread: Parameter[] = [];
  let text = "";
  let places = 0;
  for (const token of tokens) {
    if (typeof token === "string") {
      text += token;
      continue;
    }
    const parameter = byName.get(token.parameter);
    if (!strict && token.misread && (token.misread !== "number" || !parameter)) {
      text += `:${token.parameter}`;
      continue;
    }
    if (!strict && !parameter) {
      throw new ServiceError("BadRequestException", `Cannot find parameter: ${token.parameter}`);
    }
    if (token.misread && !(token.misread === "number" && parameter)) misread.push(token);
    const { cast, value } = parameter ? bind(parameter) : { cast: undefined, value: undefined };
    if (value !== undefined) values.push(value);
    const place = `$${++places}`;
    text += cast && token.misread !== "quote" ? `(${place}::${cast})` : place;
  }
  return { text, values, verb, ...(misread.length > 0 && { warning: warningOf(misread) }) };
}

const SLICE = "as the bound of a slice";
const PLACES = { quote: "inside a dollar-quoted string", slice: SLICE, number: SLICE };

function warningOf(misread: Parameter[]): string {
  const list = misread.map(({ parameter, misread: where = "quote" }) => `:${parameter} ${PLACES[where]}`);
  return `AWS would break this statement: it reads ${list.join(", ")} as a parameter`;
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
