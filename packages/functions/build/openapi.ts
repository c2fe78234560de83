import type { Hono } from "hono";
import type { ApiInfo } from "../src/http/document.ts";
import type { Env } from "../src/http/env.ts";
import { describeOperation } from "./operation.ts";
import { schemas } from "./schemas.ts";

export type Json = Record<string, unknown>;
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  /** OpenAPI 3.1 also allows scopes for other schemes than OAuth's. */
  security: Record<string, string[]>[];
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
export interface Response {
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

/**
 * Describes an app by OpenAPI 3.1, from the documentation of its handlers and the schemas that they validate by. Throws if a
 * route has no documentation.
 */
export function openapi(app: Hono<Env>, info: ApiInfo): Document {
  const { title, version, description, tags, securitySchemes } = info;
  const paths: Document["paths"] = {};
  for (const { method, path } of app.routes) {
    if (method === "ALL") continue;
    const template = path.replaceAll(/:(\w+)/g, "{$1}");
    const operation = describeOperation(app, info, method, path);
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.1",
    info: { title, version, description, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: schemas(Object.values(paths).flatMap(Object.values<Operation>)), securitySchemes },
  };
}
