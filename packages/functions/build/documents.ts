// Writes the API's description, for machines and to read, into a folder: `node documents.mjs <folder>`.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { app } from "../src/shop/app.ts";
import { openapi } from "./openapi.ts";
import { page } from "./page.ts";

const [folder = "."] = process.argv.slice(2);
const document = openapi(app);
writeFileSync(path.join(folder, "openapi.json"), JSON.stringify(document));
writeFileSync(path.join(folder, "docs.html"), page(document));
