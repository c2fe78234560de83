import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { machine } from "../bench/machine.ts";
import { replaced, table } from "./page.ts";
import { prove, type Row, root } from "./part.ts";
import { parts } from "./promises.ts";

const HELP = `npm run proof -- [flags]    every promise: how often it was put to the test, under which faults, and whether it held
  --only <text>   the parts whose title has this text, such as races
  --quick         the counts of npm test, a tenth or less
  --readme        puts the results into the README`;
const OUT = path.join(root, "test", "proof", "out", "proof.md");

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
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

  const started = performance.now();
  const rows: Row[] = [];
  for (const [i, part] of chosen.entries()) {
    console.log(`\n── ${i + 1} of ${chosen.length}: ${part.title}`);
    rows.push(...(await prove(part, !values.quick)));
  }
  const minutes = Math.ceil((performance.now() - started) / 60_000);
  const command = [
    "npm run proof",
    process.argv
      .slice(2)
      .filter((flag) => flag !== "--readme")
      .join(" "),
  ];
  const heading =
    `${new Date().toISOString().slice(0, 10)}, \`${command.filter(Boolean).join(" -- ")}\`, ${minutes} min on ` +
    machine([]);
  const results = `${heading}:\n\n${table(rows)}`;
  console.log(`\n${results}\n`);
  mkdirSync(path.dirname(OUT), { recursive: true });
  writeFileSync(OUT, `${results}\n`);
  console.log(`The file: ${path.relative(process.cwd(), OUT)}`);
  if (values.readme) {
    const readme = path.join(root, "README.md");
    writeFileSync(readme, replaced(readFileSync(readme, "utf8"), results));
  }
  return rows.some(({ result }) => result === "BROKEN") ? 1 : 0;
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message);
  return 1;
});
