// Writes the description of each API into the folder of its function: `node documents.mjs <folder>`.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeApis } from "./apis.ts";
import { page } from "./page/page.ts";

const [outdir = "."] = process.argv.slice(2);
for (const { name, document } of await describeApis()) {
  const folder = path.join(outdir, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "openapi.json"), JSON.stringify(document));
  writeFileSync(path.join(folder, "docs.html"), page(document));
}
