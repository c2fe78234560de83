import { randomUUID } from "node:crypto";
import { app } from "@myclothes/functions/app";
import type * as z from "zod";
import { documentationOf } from "../../packages/functions/src/http/document.ts";
import { address, orderOf } from "../support/bodies.ts";

/** An e-mail for which there is an account, once `input.fields.test.ts` has made it. */
export const TAKEN = "taken@example.com";
const password = "an engine of one's own";

/**
 * A valid body for each route that takes one, and how it is refused to a guest for another reason, so that nothing changes:
 * the order's total is never that of a cart, the password of a new account is a common one.
 */
const examples: Record<string, { body: object; status: number }> = {
  "POST /v1/cart/items": { body: { sku: "NONE", quantity: 1 }, status: 404 },
  "PUT /v1/cart/items/:sku": { body: { quantity: 1 }, status: 404 },
  "POST /v1/orders": { body: orderOf(987_654_321), status: 409 },
  "POST /v1/sessions": { body: { email: `${randomUUID()}@example.com`, password }, status: 401 },
  "POST /v1/customers": { body: { email: TAKEN, password: "password1", name: "Ada" }, status: 422 },
  "PATCH /v1/customers/me": { body: { email: "ada@example.com", name: "Ada" }, status: 401 },
  "PUT /v1/customers/me/password": {
    body: { currentPassword: password, newPassword: password },
    status: 401,
  },
  "POST /v1/customers/me/addresses": { body: { ...address, isDefault: true }, status: 401 },
  "PUT /v1/customers/me/addresses/:id": { body: { ...address, isDefault: true }, status: 401 },
};

type Type = "string" | "secret" | "number" | "boolean" | "choice";
const TYPES: Record<string, Type> = {
  string: "string",
  number: "number",
  boolean: "boolean",
  enum: "choice",
  literal: "choice",
};

export interface Field {
  path: string[];
  type: Type;
  required: boolean;
}
export interface BodyRoute {
  name: string;
  method: string;
  path: string;
  example: object;
  /** How the example is answered to a guest. */
  status: number;
  /** What is not an object itself, at any depth. */
  fields: Field[];
  /** The paths of the body and of every object in it. */
  objects: string[][];
}

const documented = app.routes.flatMap(({ method, path, handler }) => {
  const documentation = documentationOf(handler);
  return documentation ? [{ method, path, ...documentation }] : [];
});

/** Every route that takes a body, by what the app says of itself: a new one is met by all that is sent to the others. */
export const bodyRoutes: BodyRoute[] = documented.flatMap(({ method, path, body }) => {
  if (!body) return [];
  const name = `${method} ${path}`;
  const known = examples[name];
  if (!known) throw new Error(`Give ${name} an example of its body.`);
  const { fields, objects } = walk(body, []);
  const { body: example, status } = known;
  return [{ name, method, path: path.replace(/:\w+/, "NONE"), example, status, fields, objects }];
});

/** Every route that may change something. */
export const writeRoutes = documented.flatMap(({ method, path, summary }) => {
  if (!summary || method === "GET") return [];
  const name = `${method} ${path}`;
  return [{ name, method, path: path.replace(/:\w+/, "NONE"), body: examples[name]?.body }];
});

export const queryRoutes = documented.flatMap(({ method, path, query }) =>
  query ? [{ method, path: path.replace(/:\w+/, "none"), names: Object.keys(query.shape) }] : [],
);

export const pathRoutes = documented.flatMap(({ method, path, summary }) =>
  summary && path.includes(":") ? [{ method, path }] : [],
);

function walk(schema: z.ZodType, path: string[], required = true): Pick<BodyRoute, "fields" | "objects"> {
  const { type: kind, innerType } = schema.def as { type: string; innerType?: z.ZodType };
  if ((kind === "optional" || kind === "default") && innerType) return walk(innerType, path, false);
  if (kind === "object") {
    const inner = Object.entries((schema as z.ZodObject).shape).map(([key, field]) =>
      walk(field as z.ZodType, [...path, key]),
    );
    return {
      fields: inner.flatMap(({ fields }) => fields),
      objects: [path, ...inner.flatMap(({ objects }) => objects)],
    };
  }
  const type = TYPES[kind];
  if (!type) throw new Error(`Teach this test to fill ${path.join("/")}: it is of type ${kind}.`);
  // A password may be of any characters.
  const known = /password$/i.test(path.at(-1) ?? "") ? "secret" : type;
  return { fields: [{ path, type: known, required }], objects: [] };
}

/** The example as JSON, with `raw` in place of what stands at `path`; undefined takes it out. */
export function withRaw(example: object, path: string[], raw: string | undefined): string {
  const copy = structuredClone(example) as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  const holder = path.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy);
  Object.defineProperty(holder, last, { value: "@raw@", enumerable: true, configurable: true });
  if (raw === undefined) delete holder[last];
  return JSON.stringify(copy).replace('"@raw@"', () => raw ?? "");
}

/** RFC 6901 §6: a JSON pointer as a URI fragment. */
export const pointer = (path: string[]): string =>
  ["#", ...path.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")))].join("/");
