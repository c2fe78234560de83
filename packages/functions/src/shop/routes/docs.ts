import { readFile } from "node:fs/promises";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";

const OpenApi = z
  .looseObject({
    openapi: z.string(),
    info: z.looseObject({}),
    paths: z.looseObject({}),
    components: z.looseObject({}),
  })
  .meta({ id: "OpenApi" });

/** Both are made when the function is built and lie beside it, so that they cost no cold start. */
export const docs = new Hono<Env>()
  .get(
    "/openapi.json",
    route({
      id: "getOpenapi",
      tag: "service",
      summary: "This API, as OpenAPI 3.1",
      replies: { 200: OpenApi },
    }),
    (c) => file(c, "openapi.json", "application/json"),
  )
  .get(
    "/docs",
    route({ id: "getDocs", tag: "service", summary: "This API, to read", files: { 200: "text/html" } }),
    (c) => file(c, "docs.html", "text/html; charset=utf-8"),
  );

async function file(c: Context<Env>, name: string, type: string): Promise<Response> {
  const text = await readFile(new URL(name, import.meta.url), "utf8");
  return c.body(text, 200, { "content-type": type });
}
