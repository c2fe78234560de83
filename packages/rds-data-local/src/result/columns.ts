import { type Field, query, type Session } from "../session/pool.ts";
import { isCaseSensitive, isSigned, jdbcType, precisionOf, scaleOf } from "./jdbc.ts";
import { elementOf } from "./types.ts";

/** `columnMetadata` as the PostgreSQL JDBC driver reports it. The service uses that driver. */
export async function describeColumns(session: Session, fields: Field[]): Promise<object[]> {
  const catalog = await session.query(
    query(CATALOG, [
      list(fields.map((field) => field.dataTypeID)),
      list(fields.map((field) => field.tableID)),
      list(fields.map((field) => field.columnID)),
    ]),
  );
  return fields.map((field, place) => {
    const [typeName, typeClass, tableName, notNull, counted] = catalog.rows[place] ?? [];
    const { dataTypeID: type, dataTypeModifier: modifier, name } = field;
    const element = elementOf(type);
    return {
      arrayBaseColumnType: element === undefined ? 0 : jdbcType(element),
      isAutoIncrement: counted === "t",
      isCaseSensitive: isCaseSensitive(type),
      isCurrency: typeName === "money",
      isSigned: isSigned(type),
      label: name,
      name,
      nullable: notNull == null ? UNKNOWN : notNull === "t" ? NO_NULLS : NULLABLE,
      precision: precisionOf(type, modifier),
      scale: scaleOf(type, modifier),
      schemaName: "",
      tableName: tableName ?? "",
      type: typeClass === "e" ? jdbcType(VARCHAR) : jdbcType(type),
      typeName: (counted === "t" && SERIALS[typeName ?? ""]) || (typeName ?? ""),
    };
  });
}

const CATALOG = `
  select t.typname, t.typtype, c.relname, a.attnotnull,
         a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false)
    from unnest($1::oid[], $2::oid[], $3::int2[]) with ordinality as f (type_id, table_id, column_id, place)
    left join pg_catalog.pg_type t on t.oid = f.type_id
    left join pg_catalog.pg_class c on c.oid = f.table_id
    left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = f.column_id
    left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   order by f.place`;

const list = (numbers: number[]) => `{${numbers.join(",")}}`;

const [NO_NULLS, NULLABLE, UNKNOWN] = [0, 1, 2];
const VARCHAR = 1043;
const SERIALS: Record<string, string> = { int2: "smallserial", int4: "serial", int8: "bigserial" };
