import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { page, replaced } from "./page.ts";
import { prove, type Row, root } from "./part.ts";
import { type Part, parts } from "./promises.ts";
import { ROWS, readRows, saveRows } from "./rows.ts";

const HELP = `npm run proof -- [flags]    tests every promise with full counts, and prints the trials, faults and results
  --only <text>   only the parts whose title contains this text, such as races, or only the promise with this ID, such as C17
  --quick         only the small counts of npm test; the results are not stored
  --show          prints the stored results without running tests
  --readme        also writes the results into test/README.md
Results are stored in ${path.relative(root, ROWS)}. Parts that do not run keep their earlier results.`;

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
    throw new Error(
      "--quick cannot be combined with --show or --readme, because its results are not stored.",
    );
  const chosen = chosenBy(values.only.toLowerCase());
  if (chosen.length === 0)
    throw new Error(
      `--only is neither a promise's ID nor in a part's title. The parts are: ${parts.map(({ title }) => title).join("; ")}`,
    );

  const ran = values.show ? [] : await run(chosen, !values.quick);
  const results = values.quick ? ran : readRows();
  console.log(`\n${page(results)}\n`);
  if (values.readme) {
    const readme = path.join(root, "test/README.md");
    writeFileSync(readme, replaced(readFileSync(readme, "utf8"), page(results)));
  }
  return [...ran, ...results].some(({ result }) => result === "BROKEN") ? 1 : 0;
}

/** In lower case: a promise's ID, or a text in the titles of parts. */
function chosenBy(text: string): Part[] {
  const alone = parts.flatMap((part) => {
    const promises = part.promises.filter(({ id }) => id.toLowerCase() === text);
    return promises.length > 0 ? [{ ...part, promises }] : [];
  });
  return alone.length > 0 ? alone : parts.filter(({ title }) => title.toLowerCase().includes(text));
}

async function run(chosen: Part[], whole: boolean): Promise<Row[]> {
  const ran: Row[] = [];
  for (const [i, part] of chosen.entries()) {
    console.log(`\n── ${i + 1} of ${chosen.length}: ${part.title}`);
    const rows = await prove(part, whole);
    ran.push(...rows);
    if (whole) saveRows(rows);
  }
  return ran;
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
