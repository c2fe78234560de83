import type { Hono } from "hono";
import type * as z from "zod";
import {
  type ApiInfo,
  type Documentation,
  documentationOf,
  type Reply,
  readsNoBody,
} from "../src/http/document.ts";
import type { Env } from "../src/http/env.ts";
import { Problem } from "../src/http/problem.ts";
import { problemTypes } from "../src/http/problem-types.ts";
import type { ProblemCode } from "../src/http/refusal.ts";
import type { Json, Operation, Response } from "./openapi.ts";
import { parameters } from "./parameters.ts";

/** Describes one route of an app, from the documentation of all handlers that its requests pass. */
export function describeOperation(app: Hono<Env>, info: ApiInfo, method: string, path: string): Operation {
  const parts = documentationsOf(app, method, path);
  const { id, tag, summary, description } = Object.assign({}, ...parts) as Documentation;
  if (!id || !tag || !summary) {
    throw new Error(`${method} ${path} is not described: begin it with route({ id, tag, summary, … }).`);
  }
  if (!info.tags[tag])
    throw new Error(`${method} ${path} has the tag ${tag}, which the API's info does not list.`);
  const body = parts.map((part) => part.body).find(Boolean);
  const scopes = [...new Set(parts.flatMap((part) => part.scopes ?? []))];
  const paragraphs = [
    description,
    scopes.length > 0 && `Scope: ${scopes.map((scope) => `\`${scope}\``).join(" and ")}.`,
  ].filter(Boolean);
  return {
    operationId: id,
    summary,
    ...(paragraphs.length > 0 && { description: paragraphs.join("\n\n") }),
    tags: [tag],
    security: security(parts, Object.keys(info.securitySchemes), scopes),
    parameters: parameters(path, parts),
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: reference(body) } } },
    }),
    responses: responses(parts, [
      ...(path.includes(":") ? (["route.unknown", "route.method"] as const) : []),
      ...(readsNoBody(method, parts) ? (["request.malformed", "request.media_type"] as const) : []),
    ]),
  };
}

function documentationsOf(app: Hono<Env>, method: string, path: string): Documentation[] {
  // A path matches its own pattern, so this finds the route together with the middleware before it.
  const [handlers] = app.router.match(method, path);
  const own = handlers.filter(([[, route]]) => route.path === path || route.method === "ALL");
  return [...new Set(own.map(([[handler]]) => handler))].flatMap((handler) => documentationOf(handler) ?? []);
}

/** The empty object stands for a request without credentials. */
function security(parts: Documentation[], schemes: string[], scopes: string[]): Operation["security"] {
  const any: Operation["security"] = schemes.map((scheme) => ({ [scheme]: scopes }));
  if (parts.some((part) => part.security === "required")) return any;
  return parts.some((part) => part.security) ? [...any, {}] : [];
}

/** `more`: problems of a path with parameters, whose values can lead to no route or to another one, and of a body that is not read. */
function responses(parts: Documentation[], more: readonly ProblemCode[]): Operation["responses"] {
  const headers = Object.entries(Object.assign({}, ...parts.map((part) => part.responseHeaders))).map(
    ([name, described]) => [name, { ...(described as Json), schema: { type: "string" } }],
  );
  const found: Operation["responses"] = {};
  for (const [status, reply] of parts.flatMap(({ replies = {} }) => Object.entries(replies))) {
    found[status] = success(reply, Object.fromEntries(headers));
  }
  if (parts.some(({ requestHeaders }) => requestHeaders?.["If-None-Match"])) {
    found[304] = { description: "Your copy is still current." };
  }
  for (const [status, codes] of problemsByStatus(parts, more)) found[status] = failure(codes);
  return found;
}

function success({ description, schema, mediaType }: Reply, headers: Json): Response {
  const content = schema
    ? { "application/json": { schema: reference(schema) } }
    : mediaType && { [mediaType]: { schema: { type: "string" } } };
  return { description, ...(Object.keys(headers).length > 0 && { headers }), ...(content && { content }) };
}

function problemsByStatus(parts: Documentation[], more: readonly ProblemCode[]): Map<string, ProblemCode[]> {
  const byStatus = new Map<string, ProblemCode[]>();
  for (const code of new Set([...parts.flatMap(({ refuses }) => refuses ?? []), ...more])) {
    const status = String(problemTypes[code].status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

const failure = (codes: ProblemCode[]): Response => ({
  description: codes.map((code) => `\`${code}\`: ${problemTypes[code].description}`).join("\n\n"),
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
