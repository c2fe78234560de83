// Writes src/admin/schema.ts, the types of the merchant's API. `npm run client:types` runs it.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readAdminTypes } from "./admin-schema.ts";

writeFileSync(fileURLToPath(new URL("../src/admin/schema.ts", import.meta.url)), await readAdminTypes());
