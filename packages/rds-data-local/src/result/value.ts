import { ServiceError } from "../api/error.ts";
import type { ResultSetOptions } from "../api/request.ts";
import { parseArray } from "./array.ts";
import { formatDate, formatTime, formatTimestamptz } from "./time.ts";
import type { Kind, ResultType } from "./types.ts";

/** The member of a Field for a value, and the value as JSON text. Text keeps all digits of a 64-bit integer. */
interface Encoded {
  member: "booleanValue" | "longValue" | "doubleValue" | "blobValue" | "stringValue" | "arrayValue";
  json: string;
}

/** Converts PostgreSQL's text of one value into JSON text. */
export type Encode = (text: string | null) => string;

/** As the Field of a record: `{"longValue":1}`, `{"isNull":true}`. */
export function fieldEncoder(type: ResultType, options: ResultSetOptions): Encode {
  const { kind, isArray } = requireSupported(type);
  const encode = isArray ? arrayEncoder(kind, options) : scalarEncoder(kind, options);
  return (text) => {
    if (text === null) return '{"isNull":true}';
    const { member, json } = encode(text);
    return `{"${member}":${json}}`;
  };
}

/** As plain JSON, for `formatRecordsAs: JSON`: `1`, `null`, `["a","b"]`. */
export function plainEncoder(type: ResultType, options: ResultSetOptions): Encode {
  const { kind, isArray } = requireSupported(type);
  const encode = scalarEncoder(kind, options);
  const item = (text: string | null) => (text === null ? "null" : encode(text).json);
  if (!isArray) return item;
  return (text) => (text === null ? "null" : `[${parseArray(text).map(item).join(",")}]`);
}

function requireSupported(type: ResultType): Exclude<ResultType, { unsupported: string }> {
  if (!("unsupported" in type)) return type;
  const message = `The result contains the unsupported data type ${type.unsupported}.`;
  throw new ServiceError("UnsupportedResultException", message);
}

const ARRAY_MEMBERS: Partial<Record<Kind, string>> = {
  boolean: "booleanValues",
  long: "longValues",
  double: "doubleValues",
};

/** Items are booleans, longs or doubles, otherwise strings. With `longReturnType: STRING`, longs are strings too. */
function arrayEncoder(kind: Kind, options: ResultSetOptions): (text: string) => Encoded {
  const encode = scalarEncoder(kind, { ...options, decimalReturnType: "STRING" });
  const asString = kind === "long" && options.longReturnType === "STRING";
  const member = (!asString && ARRAY_MEMBERS[kind]) || "stringValues";
  return (text) => {
    const items = parseArray(text).map((item) => (item === null ? "null" : encode(item).json));
    return { member: "arrayValue", json: `{"${member}":[${items.join(",")}]}` };
  };
}

function scalarEncoder(kind: Kind, options: ResultSetOptions): (text: string) => Encoded {
  switch (kind) {
    case "boolean":
      return (text) => ({ member: "booleanValue", json: text === "t" ? "true" : "false" });
    case "long":
      return options.longReturnType === "STRING" ? encodeString : encodeLong;
    case "double":
      return encodeDouble;
    case "decimal":
      return options.decimalReturnType === "DOUBLE_OR_LONG" ? encodeNumber : encodeString;
    case "blob":
      return (text) => ({
        member: "blobValue",
        json: `"${Buffer.from(text.slice(2), "hex").toString("base64")}"`,
      });
    case "json":
      return (text) => encodeString(compact(text));
    case "date":
      return (text) => encodeString(formatDate(text));
    case "time":
    case "timestamp":
      return (text) => encodeString(formatTime(text));
    case "timestamptz":
      return (text) => encodeString(formatTimestamptz(text));
    case "string":
      return encodeString;
  }
}

const encodeString = (text: string): Encoded => ({ member: "stringValue", json: JSON.stringify(text) });
const encodeLong = (text: string): Encoded => ({ member: "longValue", json: text });
const encodeNumber = (text: string): Encoded =>
  /^-?\d+$/.test(text) ? encodeLong(text) : encodeDouble(text);

function encodeDouble(text: string): Encoded {
  const number = Number(text);
  // JSON has no NaN or Infinity, so the protocol writes them as strings.
  return { member: "doubleValue", json: Number.isFinite(number) ? String(number) : JSON.stringify(text) };
}

/** JSON without the blanks between its tokens. Parsing it would change large numbers. */
const compact = (json: string) => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
