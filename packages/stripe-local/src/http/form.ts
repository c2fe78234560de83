import { InvalidParameter } from "./error.ts";

/** Parameters with nested brackets: `a[b]=1` is `{ a: { b: "1" } }`, and `a[]=1&a[]=2` or `a[0]=1&a[1]=2` are lists. */
export type Params = { [name: string]: Value };
export type Value = string | Value[] | Params;

/** Reads a query or a form-encoded body. */
export function parseForm(text: string): Params {
  const root: Params = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const [first = "", ...keys] = name.split("[").map((part) => part.replace(/\]$/, ""));
    if (keys.length > 8) throw new InvalidParameter("Invalid object", first);
    put(root, [first, ...keys], value);
  }
  return toLists(root) as Params;
}

function put(target: Params, keys: string[], value: string): void {
  const [given = "", ...rest] = keys;
  const key = given === "" ? String(Object.keys(target).length) : given;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const isObject = typeof inner === "object" && !Array.isArray(inner);
  const next: Params = isObject ? inner : Object.create(null);
  target[key] = next;
  put(next, rest, value);
}

/** An object with the keys 0, 1, 2 … is a list. The parameters themselves are none. */
function toLists(value: Value, isRoot = true): Value {
  if (typeof value !== "object" || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Value] => [key, toLists(inner, false)]);
  const isList = !isRoot && entries.length > 0 && entries.every(([key], i) => key === String(i));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
