import { ServiceError } from "../api/error.ts";
import { LIMITS } from "../api/limits.ts";
import type { ResultSetOptions } from "../api/request.ts";
import type { QueryResult } from "../session/pool.ts";
import type { ResultType } from "./types.ts";
import { type Encode, fieldEncoder, plainEncoder } from "./value.ts";

/** A result with the type of each column. With `limitRows`, a row over 64 KB is refused. */
export interface TypedResult extends QueryResult {
  types: ResultType[];
  limitRows: boolean;
}

/** The rows as `records`, in JSON text. Refuses a result over the service's limits. */
export function encodeRecords(result: TypedResult, options: ResultSetOptions): string {
  return encodeRows(result, fieldEncoder, options, (row) => `[${row.join(",")}]`);
}

/** The rows as the text of `formattedRecords`: a list of objects by column label. */
export function formatRecords(result: TypedResult, options: ResultSetOptions): string {
  const keys = result.fields.map((field) => JSON.stringify(field.name));
  const text = encodeRows(
    result,
    plainEncoder,
    options,
    (row) => `{${row.map((json, column) => `${keys[column]}:${json}`).join(",")}}`,
  );
  if (Buffer.byteLength(text) > LIMITS.formattedBytes) throw tooLarge("10 MB");
  return text;
}

function encodeRows(
  { rows, types, limitRows }: TypedResult,
  encoder: (type: ResultType, options: ResultSetOptions) => Encode,
  options: ResultSetOptions,
  join: (row: string[]) => string,
): string {
  // The service refuses a column of another type only if there is a row.
  if (rows.length === 0) return "[]";
  const encoders = types.map((type) => encoder(type, options));
  let bytes = 0;
  const encoded = rows.map((row) => {
    const size = row.reduce((sum, value) => sum + (value === null ? 0 : Buffer.byteLength(value)), 0);
    if (limitRows && size > LIMITS.rowBytes) {
      throw new ServiceError(
        "UnsupportedResultException",
        `A row of ${size} bytes is over the limit of ${LIMITS.rowBytes} bytes a row`,
      );
    }
    // PostgreSQL's protocol adds 2 bytes to a row and 4 to a column.
    bytes += 2 + 4 * row.length + size;
    if (bytes > LIMITS.resultBytes) throw tooLarge("1 MB");
    return join(encoders.map((encode, column) => encode(row[column] ?? null)));
  });
  return `[${encoded.join(",")}]`;
}

const tooLarge = (limit: string) =>
  new ServiceError("UnsupportedResultException", `The result exceeds the size limit ${limit}.`);
