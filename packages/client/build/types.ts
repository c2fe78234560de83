// Writes src/schema.ts, the types of the published description. Run it after a change of the shop's API: `npm run client:types`.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readTypes } from "./schema.ts";

writeFileSync(fileURLToPath(new URL("../src/schema.ts", import.meta.url)), await readTypes());
