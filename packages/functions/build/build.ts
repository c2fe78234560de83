import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MIGRATIONS as migrations } from "@myclothes/core/migrate";
import { build as bundle, type Plugin, stop } from "esbuild";
import { app } from "../src/app.ts";
import { openapi } from "./openapi.ts";
import { page } from "./page.ts";

/**
 * Makes in `outdir` the functions as they are in Lambda, a folder each: `api/api.mjs`, the whole of it with the SDK, and so on,
 * each exporting `handler`; beside them the files that they read. Returns the path of `api.mjs`.
 */
export async function build(outdir: string): Promise<string> {
  const [api, migrate, sweep] = ["api", "migrate", "sweep"].map((name) => join(outdir, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(join(migrate, "migrations"), { recursive: true });
  await mkdir(api, { recursive: true });
  const document = openapi(app);
  await Promise.all([
    writeFile(join(api, "openapi.json"), JSON.stringify(document)),
    writeFile(join(api, "docs.html"), page(document)),
    copyFile(PASSWORDS, join(api, "common-passwords.txt")),
    ...(await readdir(MIGRATIONS)).map((file) =>
      copyFile(join(MIGRATIONS, file), join(migrate, "migrations", file)),
    ),
    ...[api, migrate, sweep].map(make),
  ]);
  // Its helper process is as large as an instance, and its work is done.
  await stop();
  return join(api, "api.mjs");
}

const PASSWORDS = fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords"));
const MIGRATIONS = fileURLToPath(migrations);

const make = (folder: string): Promise<unknown> => {
  const name = folder.split(/[/\\]/).at(-1);
  return bundle({
    entryPoints: [fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))],
    outfile: join(folder, `${name}.mjs`),
    bundle: true,
    minify: true,
    sourcemap: "linked",
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    plugins: [lambdasCredentials],
    // What is still CommonJS inside the bundle asks for require, which an ES module does not have.
    banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
    logLevel: "warning",
  });
};

/** Lambda gives its credentials by the environment: profiles, single sign-on and machines' roles are a sixth of the bundle. */
const lambdasCredentials: Plugin = {
  name: "lambdas-credentials",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: fileURLToPath(new URL("credentials.ts", import.meta.url)),
    })),
};
