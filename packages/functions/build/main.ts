import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, kilobytes } from "./build.ts";

for (const file of Object.values(await build(fileURLToPath(new URL("../dist", import.meta.url))))) {
  console.log(`${path.relative(process.cwd(), file)}  ${Math.round(kilobytes(file))} KB`);
}
