import path from "node:path";
import type { Hono } from "hono";
import type { ApiInfo } from "../src/http/document.ts";
import type { Env } from "../src/http/env.ts";
import { apis, type FunctionName, isDescribed } from "./functions.ts";
import { type Document, openapi } from "./openapi.ts";

/**
 * Describes every API, one after another. Schemas of two APIs may have the same name, so the second API must not be loaded
 * before the first is described.
 */
export async function describeApis(): Promise<{ name: FunctionName; document: Document }[]> {
  const described = [];
  for (const { name, source } of apis.filter(isDescribed)) {
    // esbuild bundles every file that fits this pattern.
    const { app, info }: { app: Hono<Env>; info: ApiInfo } = await import(
      `../src/${path.dirname(source)}/app.ts`
    );
    described.push({ name, document: openapi(app, info) });
  }
  return described;
}
