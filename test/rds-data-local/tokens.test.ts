import { expect, it } from "vitest";
import { compile } from "../../packages/rds-data-local/src/sql/statement.ts";
import { tokenize } from "../../packages/rds-data-local/src/sql/tokens.ts";

const names = (sql: string) =>
  tokenize(sql).tokens.flatMap((token) =>
    typeof token === "string" || token.misread === "quote" || token.misread === "slice"
      ? []
      : [token.parameter],
  );

it.each([
  ["select :a, :b_2, :C", ["a", "b_2", "C"]],
  ["select :a::uuid, (:b)::int, x::text", ["a", "b"]],
  ["where x=:a and y>:b||:c", ["a", "b", "c"]],
  ["limit:n", ["n"]],
  ["any(:ids)", ["ids"]],
  ["select ':a', 'it''s :b', :c", ["c"]],
  ["select E'\\':a', e'\\\\', :b, E'''' , :c", ["b", "c"]],
  [`select "a:b", "say "":c""", :d`, ["d"]],
  ["select $$ :a ' $$, :b, $tag$ $$ :c $tag$, :d", ["b", "d"]],
  ["select price$1, a$b$:c, a$b$", ["c"]],
  ["select 1 -- :a ' \n , :b", ["b"]],
  ["select /* :a /* :b */ :c */ :d /* ' */, :e", ["d", "e"]],
  ["select a[1:2], a[:2], a[i:j], a[f(x):2], a[b[1]:c], :n", ["2", "n"]],
  ["select a[:from], array[:x, :y]", ["from", "x", "y"]],
  ["select f(x := 1, y := :y)", ["y"]],
  ["select 'é', ünï:a", ["a"]],
])("finds the parameters of %s", (sql, expected) => {
  expect(names(sql)).toEqual(expected);
});

it("keeps every character", () => {
  const sql = "select :a ::int, 'x' /* :b */ -- :c\n, $$y$$, E'z\\'', \"w\" ; -- end";
  const text = tokenize(sql).tokens.map((token) =>
    typeof token === "string" ? token : `:${token.parameter}`,
  );
  expect(text.join("")).toBe(sql);
});

it.each([
  "select 'never closed :a",
  'select "never closed :a',
  "select $$ :a",
  "select /* :a",
  "select E'\\'",
])("leaves an unterminated string or comment to the database: %s", (sql) => {
  expect(names(sql)).toEqual([]);
});

it.each([
  ["select 1", false],
  ["select 1;", false],
  ["select 1; ; -- x\n /* y */ ", false],
  ["select ';' || $$;$$", false],
  ["select 1; select 2", true],
  ["select 1; :a", true],
  ["select 1;'x'", true],
])("recognises several statements: %s", (sql, several) => {
  expect(tokenize(sql).severalStatements).toBe(several);
});

it.each([
  ["  -- hello\n /* there */ insert into x", "INSERT"],
  ["(select 1) union (select 2)", "SELECT"],
  ["With x as (select 1) select", "WITH"],
  ["", ""],
])("finds the verb of %s", (sql, verb) => {
  expect(tokenize(sql).verb).toBe(verb);
});

it("reads a long statement quickly", () => {
  const sql = `select '${"''".repeat(15_000)}', ${"/*".repeat(10_000)}${"*/".repeat(10_000)} :a`;
  expect(names(sql)).toEqual(["a"]);
});

it("gives each occurrence its own value and type", () => {
  expect(
    compile("select :a, :b, :a, :c", [
      { name: "a", value: { stringValue: "x" } },
      { name: "b", value: { longValue: 1 } },
      { name: "c", value: { isNull: true } },
    ]),
  ).toEqual({
    text: "select ($1::text), ($2::bigint), ($3::text), $4",
    values: ["x", "1", "x", null],
    verb: "SELECT",
  });
});

it.each([
  ["select $$a :b c$$", [{ parameter: "b", misread: "quote" }]],
  ["select $x$ ':a' $$ :b $$ -- :c\n$x$, :d", [{ parameter: "b", misread: "quote" }, { parameter: "d" }]],
  [
    "select a[1:n], a[:2]",
    [
      { parameter: "n", misread: "slice" },
      { parameter: "2", misread: "number" },
    ],
  ],
])("marks what the service misreads in %s", (sql, expected) => {
  expect(tokenize(sql).tokens.filter((token) => typeof token !== "string")).toEqual(expected);
});

it("treats a number after a colon as the bound of a slice, unless a parameter has that name", () => {
  const friendly = { strict: false };
  expect(compile("select a[:2]", [], friendly).text).toBe("select a[:2]");
  const two = [{ name: "2", value: { longValue: 9 } }];
  expect(compile("select a[:2]", two, friendly).text).toBe("select a[($1::bigint)]");
  expect(compile("select a[1:2]", two, friendly).text).toBe("select a[1:2]");
});
