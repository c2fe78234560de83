import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startEnginesIn } from "./engines/engines.ts";
import { readFlags } from "./flags.ts";
import { lockedFolder } from "./process/folder.ts";
import { reportLines } from "./process/report.ts";
import { run } from "./process/run.ts";
import { prepareStores } from "./stores/stores.ts";

const HELP = `npm run aws -- [--fresh]   the two engines alone, ready for the shop
  --port <n>               where the shop's pages will be (PORT, 3000)
  --fresh                  empties .local/ first; it does not touch a database given by DATABASE_URL

It prints the environment that reaches them, and writes it to .local/env: source .local/env`;

// Standard output holds only the environment. Everything else goes to standard error.
await run(async () => {
  const { help, fresh, port } = readFlags(process.argv.slice(2), process.env);
  if (help) return void console.log(HELP);
  const tell = reportLines((line) => console.error(line));
  const folder = await lockedFolder(".local", { command: "npm run aws", fresh });
  const engines = await startEnginesIn(folder, { tell, origins: [`http://localhost:${port}`] });
  await prepareStores(engines, tell);

  const lines = Object.entries(engines.env).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  const file = path.join(folder.path, "env");
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  process.stdout.write(lines.join(""));
  console.error("\nIn another terminal: source .local/env\nCtrl-C ends both.");
  const stop = async () => {
    rmSync(file, { force: true });
    await engines.stop().finally(folder.close);
  };
  return { lost: engines.lost, stop };
});

/** The value in single quotes, as a shell reads it. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
