import type { Hono } from "hono";
import * as z from "zod";
import { type Documentation, documentationOf, type Tag } from "../src/http/document.ts";
import type { Env } from "../src/http/env.ts";
import { meanings, Problem } from "../src/http/problem.ts";
import type { ProblemCode } from "../src/http/refusal.ts";
import { schemas } from "./schemas.ts";

type Json = Record<string, unknown>;
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, []>[];
  parameters: Parameter[];
  requestBody?: Json;
  responses: Record<string, Response>;
}
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  allowEmptyValue?: true;
  description?: string;
  schema: Json;
}
interface Response {
  description: string;
  headers?: Json;
  content?: Record<string, { schema: Json }>;
}
export interface Document {
  openapi: string;
  info: Json;
  servers: Json[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
}

const tags: Record<Tag, string> = {
  catalog: "What there is to buy. Public, and cached at the edge.",
  cart: "One cart for each session. A write may be sent again: with an Idempotency-Key it counts once.",
  customers: "An account, and the same cart on every device.",
  orders: "A cart becomes an order once, whatever happens on the way.",
  service: "How the service itself is doing.",
};

const description = `The store API: browse, fill a cart that is never lost, order.

**Money** is in minor units (2599 USD is $25.99), **times** are in UTC, **ids** are never credentials.

**Sessions.** Browsing needs none. The first write to a cart begins one: its token comes in the cookie \`__Host-session\`, or, to
a client that sends \`X-Session-Transport: bearer\`, as \`session.token\` in the body; send it back as \`Authorization: Bearer …\`.
Wait for its answer before the next write, which without the token begins another. There is no CORS: a page must be of the shop's
own origin, or go through its server.

**Lists** take \`limit\` and \`cursor\`, and answer \`nextCursor\`, null at the end. A cursor belongs to the query that produced it.

**Errors** are \`application/problem+json\` (RFC 9457), all of one shape, and \`code\` says which. A 503 carries \`Retry-After\`, a 405
\`Allow\`. Unknown fields and query parameters are refused; an empty query parameter counts as absent.

**Every answer** has \`x-request-id\` (yours, if you send a sane one), \`server-timing\` with each store call, and \`x-served-by\`.
Image URLs are relative to this origin.`;

/** Says what the app does, from the very schemas that it validates by. Throws for a route that says nothing of itself. */
export function openapi(app: Hono<Env>): Document {
  const paths: Document["paths"] = {};
  for (const { method, path } of app.routes) {
    if (method === "ALL") continue;
    const template = path.replaceAll(/:(\w+)/g, "{$1}");
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(app, method, path) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "MyClothes",
      version: "1.0.0",
      description,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: schemas(Object.values(paths).flatMap(Object.values<Operation>)), securitySchemes },
  };
}

const securitySchemes = {
  cookie: { type: "apiKey", in: "cookie", name: "__Host-session" },
  bearer: { type: "http", scheme: "bearer" },
};

function operation(app: Hono<Env>, method: string, path: string): Operation {
  // The path matches its own pattern, so this finds the route with all the middleware before it.
  const [handlers] = app.router.match(method, path);
  const own = handlers.filter(([[, route]]) => route.path === path || route.method === "ALL");
  const told = [...new Set(own.map(([[handler]]) => handler))].flatMap((one) => documentationOf(one) ?? []);
  const { id, tag, summary, description } = Object.assign({}, ...told) as Documentation;
  if (!id || !tag || !summary) {
    throw new Error(`${method} ${path} is not described: begin it with route({ id, tag, summary, … }).`);
  }
  const body = told.map((one) => one.body).find(Boolean);
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [tag],
    security: security(told),
    parameters: [...pathParameters(path), ...told.flatMap(parameters)],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: reference(body) } } },
    }),
    responses: responses(told, path.includes(":") ? IMPOSSIBLE_PATH : []),
  };
}

/** What a parameter in the path makes possible: a value that leads to no route, or to another. */
const IMPOSSIBLE_PATH = ["route.unknown", "route.method"] as const;

function security(told: Documentation[]): Operation["security"] {
  const session: Operation["security"] = [{ cookie: [] }, { bearer: [] }];
  if (told.some((one) => one.session === "required")) return session;
  return told.some((one) => one.session) ? [...session, {}] : [];
}

const pathParameters = (path: string): Parameter[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

function parameters({ query, requestHeaders }: Documentation): Parameter[] {
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, shape]): Parameter => {
    const {
      description,
      $schema: _,
      ...schema
    } = z.toJSONSchema(shape as z.ZodType, { io: "output" }) as Json;
    return {
      name,
      in: "query",
      required: false,
      allowEmptyValue: true,
      ...(description ? { description: String(description) } : {}),
      schema,
    };
  });
  const inHeaders = Object.entries(requestHeaders ?? {}).map(
    ([name, { required, description, pattern }]): Parameter => ({
      name,
      in: "header",
      required,
      description,
      schema: { type: "string", ...(pattern && { pattern }) },
    }),
  );
  return [...inQuery, ...inHeaders];
}

function responses(told: Documentation[], more: readonly ProblemCode[]): Operation["responses"] {
  const named = told.flatMap(({ responseHeaders }) => Object.entries(responseHeaders ?? {}));
  const headers = Object.fromEntries(
    named.map(([name, description]) => [name, { description, schema: { type: "string" } }]),
  );
  const found: Operation["responses"] = {};
  for (const { replies, files } of told) {
    for (const [status, schema] of Object.entries(replies ?? {})) {
      const content = { "application/json": { schema: reference(schema) } };
      found[status] = { description: "Done.", ...(named.length > 0 && { headers }), content };
    }
    for (const [status, type] of Object.entries(files ?? {})) {
      const content = { [type]: { schema: { type: "string" } } };
      found[status] = type ? { description: "The file.", content } : { description: "Done." };
    }
  }
  if (told.some(({ requestHeaders }) => requestHeaders?.["If-None-Match"]))
    found[304] = { description: "The copy still holds." };
  for (const [status, codes] of refusals(told, more)) found[status] = problem(codes);
  return found;
}

function refusals(told: Documentation[], more: readonly ProblemCode[]): Map<string, string[]> {
  const byStatus = new Map<string, string[]>();
  for (const code of new Set([...told.flatMap(({ refuses }) => refuses ?? []), ...more])) {
    const status = String(meanings[code].status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

const problem = (codes: string[]): Response => ({
  description: codes.map((code) => `\`${code}\``).join(", "),
  content: {
    "application/problem+json": {
      schema: { allOf: [reference(Problem), { type: "object", properties: { code: { enum: codes } } }] },
    },
  },
});

function reference(schema: z.ZodType): Json {
  const id = schema.meta()?.id;
  if (!id) throw new Error("A schema that is a whole body needs a name: .meta({ id: … }).");
  return { $ref: `#/components/schemas/${id}` };
}
