import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { machine } from "../bench/machine.ts";
import { replaced, table } from "./page.ts";
import { hasTests, prove, type Row, root } from "./part.ts";
import { type Part, parts } from "./promises.ts";

const HELP = `npm run proof -- [flags]    every promise: how often it was put to the test, under which faults, and whether it held
  --only <text>   the parts whose title has this text, such as races
  --quick         the counts of npm test, a tenth or less
  --show          runs nothing: what has been shown so far
  --readme        puts the page into the README
What a run does not show stays on the page as it was shown last.`;
const OUT = path.join(root, "test", "proof", "out");
const ROWS = path.join(OUT, "rows.json");

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
  const chosen = parts.filter(({ title }) => title.toLowerCase().includes(values.only.toLowerCase()));
  if (chosen.length === 0)
    throw new Error(`--only fits none of: ${parts.map(({ title }) => title).join("; ")}`);

  const ran = values.show ? [] : await run(chosen, !values.quick);
  const shown = values.quick ? ran : kept();
  const page = `On ${machine([])}:\n\n${table(shown)}`;
  console.log(`\n${page}\n`);
  mkdirSync(OUT, { recursive: true });
  writeFileSync(path.join(OUT, "proof.md"), `${page}\n`);
  console.log(`The page: ${path.relative(process.cwd(), path.join(OUT, "proof.md"))}`);
  if (values.readme && shown.length > 0) {
    const readme = path.join(root, "README.md");
    writeFileSync(readme, replaced(readFileSync(readme, "utf8"), page));
  }
  return [...ran, ...shown].some(({ result }) => result === "BROKEN") ? 1 : 0;
}

async function run(chosen: Part[], whole: boolean): Promise<Row[]> {
  const ran: Row[] = [];
  for (const [i, part] of chosen.entries()) {
    console.log(`\n── ${i + 1} of ${chosen.length}: ${part.title}`);
    const rows = await prove(part, whole);
    ran.push(...rows);
    keep(rows);
  }
  return ran;
}

/** What was shown by the whole count is replaced by less only where it is broken, and what was shown by nothing not at all. */
function keep(rows: Row[]): void {
  const before = kept();
  const better = rows.map((row) => {
    const old = before.find(({ id }) => id === row.id);
    if (old && row.result === "not run") return { ...old, skipped: old.result !== "not run" };
    return old?.whole && !row.whole && row.result === "held" ? old : row;
  });
  const rest = before.filter(({ id }) => !better.some((row) => row.id === id));
  mkdirSync(OUT, { recursive: true });
  writeFileSync(ROWS, JSON.stringify([...rest, ...better]));
}

/** What has been shown so far, in the order of the promises. Of tests that are gone only that they are. */
function kept(): Row[] {
  const rows: Row[] = existsSync(ROWS) ? JSON.parse(readFileSync(ROWS, "utf8")) : [];
  return parts.flatMap(({ promises }) =>
    promises.flatMap((promised) => {
      const row = rows.find(({ id }) => id === promised.id);
      return row && (row.result === "BROKEN" || hasTests(promised)) ? row : [];
    }),
  );
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
