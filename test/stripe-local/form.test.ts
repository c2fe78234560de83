import { expect, it } from "vitest";
import { parseForm } from "../../packages/stripe-local/src/http/form.ts";

it.each([
  ["a=1&b=", { a: "1", b: "" }],
  ["a[b][c]=1&a[b][d]=2", { a: { b: { c: "1", d: "2" } } }],
  ["expand[]=x&expand[]=y", { expand: ["x", "y"] }],
  ["expand[0]=x&expand[1]=y", { expand: ["x", "y"] }],
  ["a[0][b]=1&a[1][b]=2", { a: [{ b: "1" }, { b: "2" }] }],
  ["metadata[a%20b]=%C3%A4+%26", { metadata: { "a b": "ä &" } }],
  ["0=x", { 0: "x" }],
  ["__proto__[x]=1", JSON.parse('{"__proto__":{"x":"1"}}')],
])("reads %s", (text, params) => {
  expect(parseForm(text)).toEqual(params);
  expect(({} as { x?: string }).x).toBeUndefined();
});
