import { app } from "@myclothes/functions/app";
import type * as z from "zod";
import { documentationOf } from "../../packages/functions/src/http/document.ts";
import { orderOf } from "../support/bodies.ts";

/** A valid body for each route that takes one; the order's total is never that of a cart, so that none is placed. */
const examples: Record<string, object> = {
  "POST /v1/cart/items": { sku: "NONE", quantity: 1 },
  "PUT /v1/cart/items/:sku": { quantity: 1 },
  "POST /v1/orders": orderOf(987_654_321),
};

type Type = "string" | "number" | "choice";
const TYPES: Record<string, Type> = { string: "string", number: "number", enum: "choice", literal: "choice" };

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
  const example = examples[name];
  if (!example) throw new Error(`Give ${name} an example of its body.`);
  const { fields, objects } = walk(body, []);
  return [{ name, method, path: path.replace(/:\w+/, "NONE"), example, fields, objects }];
});

export const queryRoutes = documented.flatMap(({ method, path, query }) =>
  query ? [{ method, path: path.replace(/:\w+/, "none"), names: Object.keys(query.shape) }] : [],
);

export const pathRoutes = documented.flatMap(({ method, path, summary }) =>
  summary && path.includes(":") ? [{ method, path }] : [],
);

function walk(schema: z.ZodType, path: string[], required = true): Pick<BodyRoute, "fields" | "objects"> {
  const { type: kind, innerType } = schema.def as { type: string; innerType?: z.ZodType };
  if (kind === "optional" && innerType) return walk(innerType, path, false);
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
  return { fields: [{ path, type, required }], objects: [] };
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
