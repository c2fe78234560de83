import { fileURLToPath } from "node:url";
import { build } from "./build.ts";

console.log(await build(fileURLToPath(new URL("../dist", import.meta.url))));
