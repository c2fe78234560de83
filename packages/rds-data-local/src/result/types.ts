import { type Field, query, type Session } from "../session/pool.ts";

/** How the service returns the values of a type. */
export type Kind =
  | "boolean"
  | "long"
  | "double"
  | "decimal"
  | "blob"
  | "string"
  | "json"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz";

export type ResultType = { kind: Kind; isArray: boolean } | { unsupported: string };

/**
 * The types that AWS's page "Data API operations reference" lists, by their oid, and those that clients have received from the
 * service: oid, void, int4range, numrange, timestamptz.
 */
const KINDS = new Map<number, Kind>([
  [16, "boolean"],
  [17, "blob"],
  [19, "string"], // name
  [20, "long"],
  [21, "long"],
  [23, "long"],
  [25, "string"], // text
  [26, "string"], // oid
  [114, "json"],
  [650, "string"], // cidr
  [700, "double"],
  [701, "double"],
  [705, "string"], // unknown
  [869, "string"], // inet
  [1042, "string"], // character
  [1043, "string"], // varchar
  [1082, "date"],
  [1083, "time"],
  [1114, "timestamp"],
  [1184, "timestamptz"],
  [1700, "decimal"],
  [2278, "string"], // void
  [2950, "string"], // uuid
  [3802, "json"], // jsonb
  [3904, "string"], // int4range
  [3906, "string"], // numrange
]);

/** The element type of every array type in AWS's list, by the array's oid. */
const ELEMENTS = new Map<number, number>([
  [199, 114], // json[]
  [1000, 16], // boolean[]
  [1003, 19], // name[]
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
  [1231, 1700], // numeric[]
  [1561, 1560], // bit[]
  [2951, 2950], // uuid[]
]);

/** The names that the service's driver has for other types. It shows all further types as `pg_type` names them. */
const UNSUPPORTED = `18 "CHAR", 600 POINT, 601 LSEG, 602 PATH, 603 BOX, 604 POLYGON, 628 LINE, 629 LINE[], 651 CIDR[], 718 CIRCLE,
  719 CIRCLE[], 774 MACADDR8, 775 MACADDR8[], 790 MONEY, 791 MONEY[], 829 MACADDR, 1001 BYTEA[], 1002 "CHAR"[], 1017 POINT[],
  1018 LSEG[], 1019 PATH[], 1020 BOX[], 1027 POLYGON[], 1028 OID[], 1040 MACADDR[], 1041 INET[], 1185 TIMESTAMPTZ[], 1186 INTERVAL,
  1187 INTERVAL[], 1266 TIMETZ, 1270 TIMETZ[], 1560 BIT, 1562 VARBIT, 1563 VARBIT[], 2249 RECORD, 2287 RECORD[], 3807 JSONB[],
  3905 INT4RANGE[], 3907 NUMRANGE[], 3908 TSRANGE, 3909 TSRANGE[], 3910 TSTZRANGE, 3911 TSTZRANGE[], 3912 DATERANGE,
  3913 DATERANGE[], 3926 INT8RANGE, 3927 INT8RANGE[], 4072 JSONPATH, 4073 JSONPATH[]`;
const NAMES = new Map(
  UNSUPPORTED.split(",").map((entry) => {
    const [oid, name = ""] = entry.trim().split(" ");
    return [Number(oid), name];
  }),
);

export const elementOf = (oid: number): number | undefined => ELEMENTS.get(oid);

function builtIn(oid: number): ResultType | undefined {
  const element = ELEMENTS.get(oid);
  if (element !== undefined) return { kind: KINDS.get(element) ?? "string", isArray: true };
  const kind = KINDS.get(oid);
  if (kind) return { kind, isArray: false };
  const unsupported = NAMES.get(oid);
  return unsupported === undefined ? undefined : { unsupported };
}

/** The types of a session's database, by oid. Other databases have other oids for the types that they define. */
const defined = new WeakMap<Session, Map<number, ResultType>>();

/** The type of each column. Asks the database for the types that it defines itself: enums, `vector`, others. */
export async function resultTypes(session: Session, fields: Field[]): Promise<ResultType[]> {
  const known = defined.get(session) ?? new Map<number, ResultType>();
  defined.set(session, known);
  const find = (oid: number) => builtIn(oid) ?? known.get(oid);
  const unknown = fields.map(({ dataTypeID }) => dataTypeID).filter((oid) => !find(oid));
  if (unknown.length > 0) {
    const { rows } = await session.query(query(LOOK_UP, [`{${unknown.join(",")}}`]));
    for (const [oid, name, typtype] of rows) {
      const isText = typtype === "e" || name === "vector";
      known.set(Number(oid), isText ? { kind: "string", isArray: false } : { unsupported: name ?? "" });
    }
  }
  return fields.map(({ dataTypeID }) => find(dataTypeID) ?? { unsupported: String(dataTypeID) });
}

const LOOK_UP = "select oid, typname, typtype from pg_catalog.pg_type where oid = any($1::oid[])";
