import { createConfig, formatProblems, getTotals, lintFromString } from "@redocly/openapi-core";
import { describeApis } from "./apis.ts";

// https://redocly.com/docs/cli/rules
const config = await createConfig({ extends: ["recommended"] });
for (const { name, document } of await describeApis()) {
  const file = `${name}/openapi.json`;
  const problems = await lintFromString({ source: JSON.stringify(document), absoluteRef: file, config });
  const { errors, warnings } = getTotals(problems);
  if (errors + warnings > 0) {
    formatProblems(problems, { format: "codeframe", totals: { errors, warnings, ignored: 0 } });
    process.exitCode = 1;
  }
  console.log(`${file}: ${errors} errors, ${warnings} warnings`);
}
