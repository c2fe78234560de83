import { randomUUID } from "node:crypto";
import { app } from "@myclothes/functions/app";
import * as z from "zod";
import { type Documentation, documentationOf } from "../../../packages/functions/src/http/document.ts";

/** The parts of JSON Schema that the shop uses, without references. */
export interface Json {
  type?: string;
  properties?: Record<string, Json>;
  /** Of a query parameter that may be given several times. */
  items?: Json;
  maxItems?: number;
  required?: string[];
  dependentRequired?: Record<string, string[]>;
  enum?: unknown[];
  const?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
  examples?: Record<string, unknown>[];
  oneOf?: { required?: string[] }[];
  /** `""` and `null` count as absent. */
  blankIsAbsent?: true;
}

/** A value at any depth of a body that is not an object, or a query parameter. */
export interface Field {
  path: string[];
  /** The field may be valid only together with another one. */
  required: boolean;
  limits: Json;
}

interface Route extends Documentation {
  name: string;
  method: string;
  path: string;
}

/** Every route, from its documentation: the tests cover new routes and fields without a change here. */
export const routes: Route[] = [
  ...new Map(app.routes.map(({ method, path }) => [`${method} ${path}`, { method, path }])),
].flatMap(([name, { method, path }]) => {
  const handlers = app.routes.filter((one) => one.method === method && one.path === path);
  const documentation: Documentation = Object.assign(
    {},
    ...handlers.map(({ handler }) => documentationOf(handler)),
  );
  return documentation.summary ? [{ ...documentation, name, method, path }] : [];
});

export function jsonOf(schema: z.ZodType, io: "input" | "output" = "input"): Json {
  const { $defs = {}, ...root } = z.toJSONSchema(schema, { io });
  const resolved = ({ $ref, ...rest }: Json & { $ref?: string }): Json => {
    const json: Json = { ...($ref ? ($defs[$ref.split("/").at(-1) ?? ""] as Json) : {}), ...rest };
    const inner = Object.entries(json.properties ?? {}).map(([key, one]) => [key, resolved(one)]);
    // Of alternatives, the first one is tested.
    const required = json.oneOf?.[0]?.required;
    const tried = inner.filter(([key]) => !required || required.includes(String(key)));
    return json.properties
      ? { ...json, properties: Object.fromEntries(tried), ...(required && { required }) }
      : json;
  };
  // Zod drops the examples of a transforming schema from its input.
  const examples = schema.meta()?.examples as Json["examples"];
  return { ...resolved(root as Json), ...(examples && { examples }) };
}

const LEAVES = ["string", "integer", "boolean"];

interface Walked {
  fields: Field[];
  /** The paths of all objects, including the body itself. */
  objects: string[][];
  /** Those that may be empty or null. */
  blank: string[][];
}

/** The fields and objects of a body. */
export function walk(limits: Json, path: string[] = [], required = true): Walked {
  if (limits.properties) {
    const needed = [...(limits.required ?? []), ...Object.values(limits.dependentRequired ?? {}).flat()];
    const inner = Object.entries(limits.properties).map(([key, one]) =>
      walk(one, [...path, key], needed.includes(key)),
    );
    return {
      fields: inner.flatMap(({ fields }) => fields),
      objects: [path, ...inner.flatMap(({ objects }) => objects)],
      blank: [...(limits.blankIsAbsent ? [path] : []), ...inner.flatMap(({ blank }) => blank)],
    };
  }
  // Lists have tests of their own.
  if (limits.type === "array") return { fields: [], objects: [], blank: [] };
  if (LEAVES.includes(limits.type ?? ""))
    return { fields: [{ path, required, limits }], objects: [], blank: [] };
  throw new Error(`Teach these tests to fill ${path.join("/")}: it is of type ${limits.type}.`);
}

/** A password or a token may contain any characters. */
export const isSecret = ({ path }: Field): boolean => /password$|^token$/i.test(path.at(-1) ?? "");

/** Fields with a meaning to the shop, by name. Other fields accept every value that fits their schema. */
export type Known = Record<string, unknown>;

/** A valid value: a known one, else the schema's example, else the smallest one. */
export function sample(json: Json, known: Known, key = "", example?: unknown): unknown {
  if (key in known) return known[key];
  if (json.properties) {
    const given = (example ?? json.examples?.[0] ?? {}) as Record<string, unknown>;
    const all = Object.entries(json.properties).map(([key, one]) => [
      key,
      sample(one, known, key, given[key]),
    ]);
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  }
  if (example !== undefined) return example;
  if (json.pattern) return undefined;
  const least = {
    string: "x".repeat(Math.max(4, json.minLength ?? 0)),
    integer: Math.max(1, json.minimum ?? 1),
    boolean: false,
  };
  return json.const ?? json.enum?.[0] ?? least[json.type as keyof typeof least];
}

/** A guest's body, refused for another reason, so that it changes nothing. The password is a common one. */
const nobody = {
  sku: "NONE",
  email: `${randomUUID()}@example.com`,
  password: "password1",
  newPassword: "an engine of nobody",
};
const nowhere = (path: string) => path.replace(/:\w+/, "NONE");

export const bodyRoutes = routes.flatMap(({ body, path, replies, ...route }) => {
  if (!body) return [];
  const json = jsonOf(body);
  const example = sample(json, nobody) as object;
  // Routes that start a session would end the client's own.
  const opens = "session" in ((replies?.[201]?.schema as z.ZodObject | undefined)?.shape ?? {});
  // Afterwards the client has no account or no session.
  const ends = path.endsWith("/erasure") || path.startsWith("/v1/password-resets/");
  return [{ ...route, template: path, path: nowhere(path), json, example, opens, ends, ...walk(json) }];
});
export type BodyRoute = (typeof bodyRoutes)[number];

/** Every route that may change something. */
export const writeRoutes = routes
  .filter(({ method }) => method !== "GET")
  .map(({ name, method, path, body }) => ({
    name,
    method,
    path: nowhere(path),
    body: body && (sample(jsonOf(body), nobody) as object),
  }));

/** Each query parameter as a single value; `maxItems` says how often it may be given. */
const onceEach = (json: Json): Json => ({
  ...json,
  properties: Object.fromEntries(
    Object.entries(json.properties ?? {}).map(([name, one]) => [
      name,
      one.items ? { ...one.items, maxItems: one.maxItems ?? 1 } : one,
    ]),
  ),
});

export const queryRoutes = routes.flatMap(({ name, method, path, query }) => {
  if (!query) return [];
  const { fields } = walk(onceEach(jsonOf(query)));
  // A number is text in the input. Its limits are those of the output.
  const outcome = onceEach(jsonOf(query, "output")).properties ?? {};
  const bounded = fields.map((field) => ({
    ...field,
    limits: { ...outcome[field.path[0] ?? ""], ...field.limits },
  }));
  return [{ name, method, path: path.replace(/:\w+/, "none"), fields: bounded }];
});

export const pathRoutes = routes.filter(({ path }) => path.includes(":"));

/** The example as JSON, with `raw` as the value at `path`. Undefined removes it. */
export function withRaw(example: object, path: string[], raw: string | undefined): string {
  const copy = structuredClone(example) as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  const parent = path.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy);
  Object.defineProperty(parent, last, { value: "@raw@", enumerable: true, configurable: true });
  if (raw === undefined) delete parent[last];
  return JSON.stringify(copy).replace('"@raw@"', () => raw ?? "");
}

/** RFC 6901 §6: a JSON pointer as a URI fragment. */
export const pointer = (path: string[]): string =>
  ["#", ...path.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")))].join("/");
