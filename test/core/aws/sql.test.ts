import type { SqlParameter } from "@aws-sdk/client-rds-data";
import { expect, it } from "vitest";
import { all, type Sql, sql } from "../../../packages/core/src/aws/sql.ts";

function compiled(query: Sql) {
  const parameters: SqlParameter[] = [];
  return { text: query.compile(parameters), parameters };
}

it("keeps text and values apart", () => {
  const { text, parameters } = compiled(sql`select ${"a' or true --"}, ${7}, ${1.5}, ${true}, ${null}::text`);
  expect(text).toBe("select :p0, :p1, :p2, :p3, :p4::text");
  expect(parameters).toEqual([
    { name: "p0", value: { stringValue: "a' or true --" } },
    { name: "p1", value: { longValue: 7 } },
    { name: "p2", value: { doubleValue: 1.5 } },
    { name: "p3", value: { booleanValue: true } },
    { name: "p4", value: { isNull: true } },
  ]);
});

it("numbers the values of nested parts in the order of the text, also when a part occurs twice", () => {
  const part = sql`x = ${1}`;
  const { text, parameters } = compiled(
    sql`select ${0} where ${all([part, sql`y = ${2}`, part])} limit ${3}`,
  );
  expect(text).toBe("select :p0 where true and x = :p1 and y = :p2 and x = :p3 limit :p4");
  expect(parameters.map(({ value }) => value?.longValue)).toEqual([0, 1, 2, 1, 3]);
});

it("is true without conditions", () => {
  expect(compiled(sql`where ${all([])}`)).toEqual({ text: "where true", parameters: [] });
});
