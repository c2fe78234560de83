import { statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.ts";

for (const file of Object.values(await build(fileURLToPath(new URL("../dist", import.meta.url))))) {
  console.log(`${path.relative(process.cwd(), file)}  ${Math.round(statSync(file).size / 1000)} KB`);
}
