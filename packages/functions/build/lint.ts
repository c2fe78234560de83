import { createConfig, formatProblems, getTotals, lintFromString } from "@redocly/openapi-core";
import { app, info } from "../src/shop/app.ts";
import { openapi } from "./openapi.ts";

// https://redocly.com/docs/cli/rules
const config = await createConfig({ extends: ["recommended"] });
const problems = await lintFromString({
  source: JSON.stringify(openapi(app, info)),
  absoluteRef: "openapi.json",
  config,
});
const { errors, warnings } = getTotals(problems);
if (errors + warnings > 0)
  formatProblems(problems, { format: "codeframe", totals: { errors, warnings, ignored: 0 } });
console.log(`openapi.json: ${errors} errors, ${warnings} warnings`);
process.exitCode = errors + warnings > 0 ? 1 : 0;
