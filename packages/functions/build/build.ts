import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle, stop } from "esbuild";
import { app } from "../src/app.ts";
import { openapi } from "./openapi.ts";
import { page } from "./page.ts";

/**
 * Makes in `outdir` what the Api function is in Lambda: `api.mjs`, the whole of it with the SDK, and beside it the API's
 * description. Returns the path of `api.mjs`, which exports `handler` for API Gateway's HTTP API (payload format 2.0).
 */
export async function build(outdir: string): Promise<string> {
  await mkdir(outdir, { recursive: true });
  const outfile = join(outdir, "api.mjs");
  const document = openapi(app);
  await Promise.all([
    writeFile(join(outdir, "openapi.json"), JSON.stringify(document)),
    copyFile(
      fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords")),
      join(outdir, "common-passwords.txt"),
    ),
    writeFile(join(outdir, "docs.html"), page(document)),
    bundle({
      entryPoints: [fileURLToPath(new URL("../src/api.ts", import.meta.url))],
      outfile,
      bundle: true,
      minify: true,
      sourcemap: "linked",
      platform: "node",
      target: "node20",
      format: "esm",
      mainFields: ["module", "main"],
      // What is still CommonJS inside the bundle asks for require, which an ES module does not have.
      banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
      logLevel: "warning",
    }),
  ]);
  // Its helper process is as large as an instance, and its work is done.
  await stop();
  return outfile;
}
