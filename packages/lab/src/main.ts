import { readFileSync, writeFileSync } from "node:fs";
import { parseFlags, wholeNumber } from "@myclothes/local/flags";
import { UserError } from "@myclothes/local/report";
import { run } from "@myclothes/local/run";
import { chapters } from "./chapters.ts";
import { html } from "./report/html.ts";
import { fillReadme } from "./report/readme.ts";
import type { Story } from "./report/report.ts";
import { terminal } from "./report/terminal.ts";
import { type Chapter, isAsExpected } from "./runner/chapter.ts";
import { machine } from "./runner/machine.ts";

const HELP = `npm run lab -- [flags] [chapter…]    the story of this architecture, run and measured on this machine
  --seed <n>                the seed of the load and of the faults (1)
  --quick                   one or two trials of each chapter, to see that it works
  --out <file>              where the report goes (lab.html)
  --readme                  also puts the figures into packages/lab/README.md

The chapters: ${chapters.map(({ name }) => name).join(", ")}. Without a name, all of them run.`;

const progress = (line: string) =>
  process.stderr.isTTY ? process.stderr.write(`\r\x1b[K${line}`) : console.error(line);

await run(async () => {
  const { flags, names } = split(process.argv.slice(2));
  const values = parseFlags(flags, {
    seed: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
    out: { type: "string", default: "lab.html" },
    readme: { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return void console.log(HELP);
  const seed = wholeNumber("--seed", values.seed, 0, 1e9);
  const story = await tell(choose(names), seed, values.quick);
  if (process.stderr.isTTY) progress("");
  console.log(terminal(story));
  writeFileSync(values.out, html(story));
  console.log(`\nWith charts: ${values.out}`);
  if (values.readme) {
    const readme = new URL("../README.md", import.meta.url);
    writeFileSync(readme, fillReadme(readFileSync(readme, "utf8"), story));
  }
  const unexpected = story.told
    .flatMap(({ result }) => result.checks)
    .filter((check) => !isAsExpected(check));
  if (unexpected.length > 0)
    throw new UserError(`${unexpected.length} figures are not as the story says. They are marked with "!".`);
});

/** Chapters stand between flags. A flag with a value takes the next word. */
function split(args: string[]): { flags: string[]; names: string[] } {
  const flags: string[] = [];
  const names: string[] = [];
  args.forEach((word, at) => {
    const isValue = ["--seed", "--out"].includes(args[at - 1] ?? "");
    (word.startsWith("-") || isValue ? flags : names).push(word);
  });
  return { flags, names };
}

function choose(names: string[]): Chapter[] {
  const unknown = names.find((name) => !chapters.some((chapter) => chapter.name === name));
  if (unknown)
    throw new UserError(
      `There is no chapter "${unknown}". The chapters are ${chapters.map(({ name }) => name).join(", ")}.`,
    );
  return chapters.filter(({ name }) => names.length === 0 || names.includes(name));
}

async function tell(chosen: Chapter[], seed: number, quick: boolean): Promise<Story> {
  const started = performance.now();
  const before = machine();
  const told: Story["told"] = [];
  for (const chapter of chosen) {
    const trials = quick ? Math.min(2, chapter.trials) : chapter.trials;
    const report = (what: string) => {
      const seconds = Math.round((performance.now() - started) / 1000);
      progress(
        `${String(seconds).padStart(4)} s  ${told.length + 1}/${chosen.length} ${chapter.name}: ${what}`,
      );
    };
    told.push({ chapter, trials, result: await chapter.run({ seed, trials, progress: report }) });
  }
  return { machine: before, seed, seconds: (performance.now() - started) / 1000, told };
}
