import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { page, replaced } from "./page.ts";
import { prove, type Row, root } from "./part.ts";
import { type Part, parts } from "./promises.ts";
import { keep, kept, ROWS } from "./rows.ts";

const HELP = `npm run proof -- [flags]    every promise: how often it was put to the test, under which faults, and whether it held
  --only <text>   the parts whose title has this text, such as races
  --quick         the counts of npm test, a tenth or less, for a look: nothing of it is kept
  --show          runs nothing: what has been shown so far
  --readme        puts the page into test/README.md
What was shown is kept in ${path.relative(root, ROWS)}, where what a run leaves out stays as it was.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
      show: { type: "boolean", default: false },
      readme: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.quick && (values.show || values.readme))
    throw new Error("--quick goes with neither --show nor --readme: nothing of it is kept.");
  const chosen = parts.filter(({ title }) => title.toLowerCase().includes(values.only.toLowerCase()));
  if (chosen.length === 0)
    throw new Error(`--only fits none of: ${parts.map(({ title }) => title).join("; ")}`);

  const ran = values.show ? [] : await run(chosen, !values.quick);
  const shown = values.quick ? ran : kept();
  console.log(`\n${page(shown)}\n`);
  if (values.readme) {
    const readme = path.join(root, "test/README.md");
    writeFileSync(readme, replaced(readFileSync(readme, "utf8"), page(shown)));
  }
  return [...ran, ...shown].some(({ result }) => result === "BROKEN") ? 1 : 0;
}

async function run(chosen: Part[], whole: boolean): Promise<Row[]> {
  const ran: Row[] = [];
  for (const [i, part] of chosen.entries()) {
    console.log(`\n── ${i + 1} of ${chosen.length}: ${part.title}`);
    const rows = await prove(part, whole);
    ran.push(...rows);
    if (whole) keep(rows);
  }
  return ran;
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
