import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { API_CONTENT_SECURITY_POLICY } from "../edge.pages.ts";
import { route } from "./document.ts";
import type { Env } from "./env.ts";
import { docsOf } from "./problem-types.ts";

const OpenApi = z
  .looseObject({
    openapi: z.string(),
    info: z.looseObject({}),
    paths: z.looseObject({}),
    components: z.looseObject({}),
  })
  .meta({ id: "OpenApi", description: "An OpenAPI 3.1 document." });

/**
 * An app's description of itself, mounted at the beginning of its paths. The build writes both files beside the bundle, so
 * they cost no cold start.
 */
export const docs = new Hono<Env>()
  .get(
    "/openapi.json",
    route({
      id: "getOpenapi",
      tag: "service",
      summary: "Get this API as OpenAPI 3.1",
      description: "Describes every route, field, header and error. Generate clients from it.",
      replies: { 200: { description: "The document.", schema: OpenApi } },
    }),
    (c) => sendFile(c, "openapi.json", "application/json"),
  )
  .get(
    "/docs",
    route({
      id: "getDocs",
      tag: "service",
      summary: "Get this API as a page to read",
      description: "The same content as `openapi.json`, in one HTML page that loads nothing else.",
      replies: { 200: { description: "The page.", mediaType: "text/html" } },
    }),
    (c) => sendFile(c, "docs.html", "text/html; charset=utf-8"),
  );

/** The path of the page that explains the problems of a request: the app's own, or else that of the API to which its path belongs. */
export const docsPath = (app: Hono<Env>, requestPath: string): string =>
  app.routes.find(({ path }) => path.endsWith("/docs"))?.path ?? docsOf(requestPath);

async function sendFile(c: Context<Env>, name: string, type: string): Promise<Response> {
  const text = await readFile(new URL(name, import.meta.url), "utf8");
  const [, script] = /<script>(.*)<\/script>/s.exec(text) ?? [];
  if (script)
    c.header("content-security-policy", `${API_CONTENT_SECURITY_POLICY}; img-src data:; ${only(script)}`);
  return c.body(text, 200, { "content-type": type });
}

const only = (script: string): string =>
  `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`;
