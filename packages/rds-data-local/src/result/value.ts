import { ServiceError } from "../api/error.ts";
import type { ResultSetOptions } from "../api/request.ts";
import { parseArray } from "./array.ts";
import { elementOf, type Kind, kindOf, unsupportedName } from "./types.ts";

/** The member of a Field that holds a value, and the value as JSON text, in which 64-bit integers keep all digits. */
interface Told {
  member: "booleanValue" | "longValue" | "doubleValue" | "blobValue" | "stringValue" | "arrayValue";
  json: string;
}

/** Turns PostgreSQL's text for one column into JSON text. */
export type Encode = (text: string | null) => string;

/** As the Field of a record: `{"longValue":1}`, `{"isNull":true}`. */
export function fieldEncoder(oid: number, options: ResultSetOptions): Encode {
  const tell = teller(oid, options);
  return (text) => {
    if (text === null) return '{"isNull":true}';
    const { member, json } = tell(text);
    return `{"${member}":${json}}`;
  };
}

/** As plain JSON, for `formatRecordsAs: JSON`: `1`, `null`, `["a","b"]`. */
export function plainEncoder(oid: number, options: ResultSetOptions): Encode {
  const element = elementOf(oid);
  if (element === undefined) {
    const tell = teller(oid, options);
    return (text) => (text === null ? "null" : tell(text).json);
  }
  const tell = teller(element, options);
  const item = (text: string | null) => (text === null ? "null" : tell(text).json);
  return (text) => (text === null ? "null" : `[${parseArray(text).map(item).join(",")}]`);
}

function teller(oid: number, options: ResultSetOptions): (text: string) => Told {
  const element = elementOf(oid);
  return element === undefined ? scalarTeller(oid, kindOf(oid), options) : arrayTeller(element, options);
}

const ARRAY_MEMBERS: Partial<Record<Kind, string>> = {
  boolean: "booleanValues",
  long: "longValues",
  double: "doubleValues",
};

/** Items are booleans, longs or doubles, and otherwise strings. Longs are strings too when `longReturnType` is STRING. */
function arrayTeller(element: number, options: ResultSetOptions): (text: string) => Told {
  const kind = kindOf(element);
  const tell = scalarTeller(element, kind, { ...options, decimalReturnType: "STRING" });
  const asString = kind === "long" && options.longReturnType === "STRING";
  const member = (!asString && ARRAY_MEMBERS[kind]) || "stringValues";
  return (text) => {
    const items = parseArray(text).map((item) => (item === null ? "null" : tell(item).json));
    return { member: "arrayValue", json: `{"${member}":[${items.join(",")}]}` };
  };
}

function scalarTeller(oid: number, kind: Kind, options: ResultSetOptions): (text: string) => Told {
  switch (kind) {
    case "boolean":
      return (text) => ({ member: "booleanValue", json: text === "t" ? "true" : "false" });
    case "long":
      return options.longReturnType === "STRING" ? tellString : tellLong;
    case "double":
      return tellDouble;
    case "decimal":
      return options.decimalReturnType === "DOUBLE_OR_LONG" ? tellNumber : tellString;
    case "blob":
      return (text) => ({
        member: "blobValue",
        json: `"${Buffer.from(text.slice(2), "hex").toString("base64")}"`,
      });
    case "timestamptz":
      // The session's zone is UTC, and the service leaves the offset out.
      return (text) => tellString(text.replace(/[+-]\d\d(:\d\d)*$/, ""));
    case "unsupported":
      return () => {
        const message = `The result contains the unsupported data type ${unsupportedName(oid)}.`;
        throw new ServiceError("UnsupportedResultException", message);
      };
    case "string":
      return tellString;
  }
}

const tellString = (text: string): Told => ({ member: "stringValue", json: JSON.stringify(text) });
const tellLong = (text: string): Told => ({ member: "longValue", json: text });
const tellNumber = (text: string): Told => (/^-?\d+$/.test(text) ? tellLong(text) : tellDouble(text));

function tellDouble(text: string): Told {
  const number = Number(text);
  // JSON has no NaN or Infinity, so the protocol writes them as strings.
  return { member: "doubleValue", json: Number.isFinite(number) ? String(number) : JSON.stringify(text) };
}
