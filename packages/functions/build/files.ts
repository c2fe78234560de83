import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { MIGRATIONS } from "@myclothes/core/migrate";
import type { Hono } from "hono";
import type { ApiInfo } from "../src/http/document.ts";
import type { Env } from "../src/http/env.ts";
import type { FileName } from "./functions.ts";
import { type Document, openapi } from "./openapi.ts";
import { page } from "./page/page.ts";

type MakeFile = (target: string, source: string) => Promise<void>;

/** How each file is made at `target`. `source` is the function's module. */
export const files: Record<FileName, MakeFile> = {
  "openapi.json": async (target, source) => writeFile(target, JSON.stringify(await describe(source))),
  "docs.html": async (target, source) => writeFile(target, page(await describe(source))),
  "common-passwords.txt": (target) =>
    cp(fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords")), target),
  migrations: (target) => cp(fileURLToPath(MIGRATIONS), target, { recursive: true }),
};

/** Describes the API of a function. Its folder has an `app.ts`, which exports `app` and `info`. */
async function describe(source: string): Promise<Document> {
  const { app, info } = (await import(`../src/${path.dirname(source)}/app.ts`)) as Api;
  return openapi(app, info);
}

interface Api {
  app: Hono<Env>;
  info: ApiInfo;
}
