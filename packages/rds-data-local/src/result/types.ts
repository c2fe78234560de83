/** How the service returns the values of a type. It refuses `unsupported` ones. */
export type Kind =
  | "boolean"
  | "long"
  | "double"
  | "decimal"
  | "blob"
  | "string"
  | "timestamptz"
  | "unsupported";

/** The kind of every built-in type that is not returned as a string, by its oid. */
const KINDS = new Map<number, Kind>([
  [16, "boolean"],
  [17, "blob"],
  [20, "long"],
  [21, "long"],
  [23, "long"],
  [26, "long"],
  [700, "double"],
  [701, "double"],
  [1184, "timestamptz"],
  [1700, "decimal"],
  [600, "unsupported"],
  [601, "unsupported"],
  [602, "unsupported"],
  [603, "unsupported"],
  [604, "unsupported"],
  [628, "unsupported"],
  [718, "unsupported"],
  [790, "unsupported"],
]);

/** The element type of every built-in array type that is returned as an array, by the array's oid. */
const ELEMENTS = new Map<number, number>([
  [1000, 16], // boolean[]
  [1005, 21], // smallint[]
  [1007, 23], // integer[]
  [1009, 25], // text[]
  [1014, 1042], // character[]
  [1015, 1043], // varchar[]
  [1016, 20], // bigint[]
  [1021, 700], // real[]
  [1022, 701], // double precision[]
  [1115, 1114], // timestamp[]
  [1182, 1082], // date[]
  [1183, 1083], // time[]
  [1185, 1184], // timestamptz[]
  [1231, 1700], // numeric[]
  [199, 114], // json[]
  [2951, 2950], // uuid[]
  [3807, 3802], // jsonb[]
]);

const UNSUPPORTED_NAMES = new Map<number, string>([
  [600, "POINT"],
  [601, "LSEG"],
  [602, "PATH"],
  [603, "BOX"],
  [604, "POLYGON"],
  [628, "LINE"],
  [718, "CIRCLE"],
  [790, "MONEY"],
]);

export const kindOf = (oid: number): Kind => KINDS.get(oid) ?? "string";
export const elementOf = (oid: number): number | undefined => ELEMENTS.get(oid);
export const unsupportedName = (oid: number): string => UNSUPPORTED_NAMES.get(oid) ?? String(oid);
