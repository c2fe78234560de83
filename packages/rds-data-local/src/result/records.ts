import { ServiceError } from "../api/error.ts";
import { LIMITS } from "../api/limits.ts";
import type { ResultSetOptions } from "../api/request.ts";
import type { QueryResult } from "../session/pool.ts";
import { type Encode, fieldEncoder, plainEncoder } from "./value.ts";

/** The rows as `records`, in JSON text. Refuses a result over the service's limits. */
export function encodeRecords(result: QueryResult, options: ResultSetOptions): string {
  const encoders = result.fields.map((field) => fieldEncoder(field.dataTypeID, options));
  return encodeRows(result.rows, (row) => `[${encodeRow(row, encoders).join(",")}]`);
}

/** The rows as the text of `formattedRecords`: a list of objects by column label. */
export function formatRecords(result: QueryResult, options: ResultSetOptions): string {
  const encoders = result.fields.map((field) => plainEncoder(field.dataTypeID, options));
  const keys = result.fields.map((field) => JSON.stringify(field.name));
  const text = encodeRows(
    result.rows,
    (row) =>
      `{${encodeRow(row, encoders)
        .map((json, column) => `${keys[column]}:${json}`)
        .join(",")}}`,
  );
  if (Buffer.byteLength(text) > LIMITS.formattedBytes) throw tooLarge();
  return text;
}

function encodeRows(rows: QueryResult["rows"], encode: (row: (string | null)[]) => string): string {
  let bytes = 0;
  const encoded = rows.map((row) => {
    const size = row.reduce((sum, value) => sum + (value === null ? 0 : Buffer.byteLength(value)), 0);
    if (size > LIMITS.rowBytes) {
      throw new ServiceError(
        "UnsupportedResultException",
        `A row of ${size} bytes is over the limit of ${LIMITS.rowBytes} bytes a row`,
      );
    }
    bytes += size;
    if (bytes > LIMITS.responseBytes) throw tooLarge();
    return encode(row);
  });
  return `[${encoded.join(",")}]`;
}

function encodeRow(row: (string | null)[], encoders: Encode[]): string[] {
  return encoders.map((encode, column) => encode(row[column] ?? null));
}

export const tooLarge = () =>
  new ServiceError(
    "UnsupportedResultException",
    "Database returned more than the allowed response size limit",
  );
