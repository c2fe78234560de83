import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, kilobytes } from "./build.ts";
import { installNative } from "./native.ts";

const outdir = fileURLToPath(new URL("../dist", import.meta.url));

for (const file of Object.values(await build(outdir))) {
  console.log(`${path.relative(process.cwd(), file)}  ${Math.round(kilobytes(file))} KB`);
}

// A deploy needs the packages for Lambda's processor, and the network for it. A laptop has those for its own.
if (process.argv.includes("--for-lambda")) {
  for (const name of await installNative(outdir)) console.log(`${name}  native packages for Lambda`);
}
