import { ServiceError } from "../api/error.ts";
import type { ResultSetOptions } from "../api/request.ts";
import { parseArray } from "./array.ts";
import { elementOf, type Kind, kindOf, unsupportedName } from "./types.ts";

/** The member of a Field for a value, and the value as JSON text. Text keeps all digits of a 64-bit integer. */
interface Encoded {
  member: "booleanValue" | "longValue" | "doubleValue" | "blobValue" | "stringValue" | "arrayValue";
  json: string;
}

/** Converts PostgreSQL's text of one value into JSON text. */
export type Encode = (text: string | null) => string;

/** As the Field of a record: `{"longValue":1}`, `{"isNull":true}`. */
export function fieldEncoder(oid: number, options: ResultSetOptions): Encode {
  const encode = valueEncoder(oid, options);
  return (text) => {
    if (text === null) return '{"isNull":true}';
    const { member, json } = encode(text);
    return `{"${member}":${json}}`;
  };
}

/** As plain JSON, for `formatRecordsAs: JSON`: `1`, `null`, `["a","b"]`. */
export function plainEncoder(oid: number, options: ResultSetOptions): Encode {
  const element = elementOf(oid);
  if (element === undefined) {
    const encode = valueEncoder(oid, options);
    return (text) => (text === null ? "null" : encode(text).json);
  }
  const encode = valueEncoder(element, options);
  const item = (text: string | null) => (text === null ? "null" : encode(text).json);
  return (text) => (text === null ? "null" : `[${parseArray(text).map(item).join(",")}]`);
}

function valueEncoder(oid: number, options: ResultSetOptions): (text: string) => Encoded {
  const element = elementOf(oid);
  return element === undefined ? scalarEncoder(oid, kindOf(oid), options) : arrayEncoder(element, options);
}

const ARRAY_MEMBERS: Partial<Record<Kind, string>> = {
  boolean: "booleanValues",
  long: "longValues",
  double: "doubleValues",
};

/** Items are booleans, longs or doubles, otherwise strings. With `longReturnType: STRING`, longs are strings too. */
function arrayEncoder(element: number, options: ResultSetOptions): (text: string) => Encoded {
  const kind = kindOf(element);
  const encode = scalarEncoder(element, kind, { ...options, decimalReturnType: "STRING" });
  const asString = kind === "long" && options.longReturnType === "STRING";
  const member = (!asString && ARRAY_MEMBERS[kind]) || "stringValues";
  return (text) => {
    const items = parseArray(text).map((item) => (item === null ? "null" : encode(item).json));
    return { member: "arrayValue", json: `{"${member}":[${items.join(",")}]}` };
  };
}

function scalarEncoder(oid: number, kind: Kind, options: ResultSetOptions): (text: string) => Encoded {
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
    case "timestamptz":
      // The session's time zone is UTC, and the service omits the offset.
      return (text) => encodeString(text.replace(/[+-]\d\d(:\d\d)*$/, ""));
    case "unsupported":
      return () => {
        const message = `The result contains the unsupported data type ${unsupportedName(oid)}.`;
        throw new ServiceError("UnsupportedResultException", message);
      };
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
