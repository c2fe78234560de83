import { elementOf } from "./types.ts";

interface JdbcType {
  /** The constant in java.sql.Types. */
  code: number;
  precision?: number;
  scale?: number;
  signed?: true;
  /** Numbers and times have no letter case. */
  caseless?: true;
}

const JDBC_TYPES = new Map<number, JdbcType>([
  [16, { code: -7, precision: 1, caseless: true }], // bool
  [17, { code: -2 }], // bytea
  [18, { code: 1, precision: 1 }], // "char"
  [19, { code: 12 }], // name
  [20, { code: -5, precision: 19, signed: true, caseless: true }], // int8
  [21, { code: 5, precision: 5, signed: true, caseless: true }], // int2
  [23, { code: 4, precision: 10, signed: true, caseless: true }], // int4
  [25, { code: 12 }], // text
  [26, { code: -5, precision: 10, caseless: true }], // oid
  [142, { code: 2009 }], // xml
  [700, { code: 7, precision: 8, scale: 8, signed: true, caseless: true }], // float4
  [701, { code: 8, precision: 17, scale: 17, signed: true, caseless: true }], // float8
  [790, { code: 8 }], // money
  [1042, { code: 1 }], // bpchar
  [1043, { code: 12 }], // varchar
  [1082, { code: 91, precision: 13, caseless: true }], // date
  [1083, { code: 92, precision: 15, scale: 6, caseless: true }], // time
  [1114, { code: 93, precision: 29, scale: 6, caseless: true }], // timestamp
  [1184, { code: 93, precision: 35, scale: 6, caseless: true }], // timestamptz
  [1266, { code: 92, precision: 21, scale: 6, caseless: true }], // timetz
  [1560, { code: -7, caseless: true }], // bit
  [1700, { code: 2, precision: 0, signed: true, caseless: true }], // numeric
]);

const ARRAY = 2003;
const OTHER = 1111;
const UNLIMITED = 2 ** 31 - 1;
const [BPCHAR, VARCHAR, NUMERIC] = [1042, 1043, 1700];

export function jdbcType(oid: number): number {
  if (elementOf(oid) !== undefined) return ARRAY;
  return JDBC_TYPES.get(oid)?.code ?? OTHER;
}

export const isSigned = (oid: number): boolean => JDBC_TYPES.get(oid)?.signed ?? false;
export const isCaseSensitive = (oid: number): boolean => !JDBC_TYPES.get(oid)?.caseless;

/** Digits or characters. A type modifier holds the declared length, plus 4. */
export function precisionOf(oid: number, modifier: number): number {
  if (modifier >= 4 && oid === NUMERIC) return (modifier - 4) >> 16;
  if (modifier >= 4 && (oid === VARCHAR || oid === BPCHAR)) return modifier - 4;
  return JDBC_TYPES.get(oid)?.precision ?? UNLIMITED;
}

export function scaleOf(oid: number, modifier: number): number {
  if (modifier >= 4 && oid === NUMERIC) return (modifier - 4) & 0xffff;
  return JDBC_TYPES.get(oid)?.scale ?? 0;
}
