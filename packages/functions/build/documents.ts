// Writes the description of each API, for tools and for readers, into the folder of its function: `node documents.mjs <folder>`.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Hono } from "hono";
import type { ApiInfo } from "../src/http/document.ts";
import type { Env } from "../src/http/env.ts";
import * as shop from "../src/shop/app.ts";
import type { FunctionWith } from "./functions.ts";
import { openapi } from "./openapi.ts";
import { page } from "./page/page.ts";

const apis: Record<FunctionWith<"openapi.json">, { app: Hono<Env>; info: ApiInfo }> = { api: shop };

const [outdir = "."] = process.argv.slice(2);
for (const [name, { app, info }] of Object.entries(apis)) {
  const folder = path.join(outdir, name);
  const document = openapi(app, info);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "openapi.json"), JSON.stringify(document));
  writeFileSync(path.join(folder, "docs.html"), page(document));
}
