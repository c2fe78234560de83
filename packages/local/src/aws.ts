import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startEnginesIn } from "./engines/engines.ts";
import { readFlags } from "./flags.ts";
import { keptFolder } from "./process/folder.ts";
import { aloud } from "./process/narrate.ts";
import { run } from "./process/run.ts";
import { prepareStores } from "./stores/stores.ts";

const HELP = `npm run aws -- [--fresh]   the two engines alone, ready for the shop
  --port <n>               where the shop's pages will be (PORT, 3000)
  --fresh                  forgets all state in .local/ first; a database given by DATABASE_URL keeps its own

The environment that reaches them is printed, and written to .local/env: source .local/env`;

// Only the environment goes to standard output: all else is for people.
await run(async () => {
  const { help, fresh, port } = readFlags(process.argv.slice(2), process.env);
  if (help) return void console.log(HELP);
  const tell = aloud((line) => console.error(line));
  const folder = await keptFolder(".local", { command: "npm run aws", fresh });
  const engines = await startEnginesIn(folder, { tell, origins: [`http://localhost:${port}`] });
  await prepareStores(engines.env, tell);

  const lines = Object.entries(engines.env).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  const file = path.join(folder.path, "env");
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  process.stdout.write(lines.join(""));
  console.error("\nIn another terminal: source .local/env\nCtrl-C ends both.");
  const stop = async () => {
    rmSync(file, { force: true });
    await engines.stop();
    await folder.close();
  };
  return { lost: engines.lost, stop };
});

/** For a shell, within single quotes. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
