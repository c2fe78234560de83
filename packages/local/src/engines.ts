import { startEnginesIn } from "./engines/engines.ts";
import { exportLines, writeEnvFile } from "./engines/env-file.ts";
import { readFlags } from "./flags.ts";
import { lockedFolder } from "./process/folder.ts";
import { reportLines } from "./process/report.ts";
import { run } from "./process/run.ts";
import { prepareStores } from "./stores/stores.ts";

const HELP = `npm run engines -- [flags]   Starts the engines without the shop, with tables, migrations and the catalogue
  --port <n>               the port that the shop will have (PORT, 3000)
  --fresh                  deletes the data in .local/ first; it does not touch a database given by DATABASE_URL
  -h, --help               shows this text

It prints the environment variables that reach the engines, and writes them to .local/env. To use them: source .local/env`;

// Standard output holds only the environment. Everything else goes to standard error.
await run(async () => {
  const { help, fresh, port } = readFlags(process.argv.slice(2), process.env);
  if (help) return void console.log(HELP);
  const report = reportLines((line) => console.error(line));
  const folder = await lockedFolder(".local", { command: "npm run engines", fresh });
  const engines = await startEnginesIn(folder, { report, origins: [`http://localhost:${port}`] });
  await prepareStores(engines, report);

  const removeEnvFile = writeEnvFile(folder, engines.env);
  process.stdout.write(exportLines(engines.env));
  console.error("\nIn another terminal: source .local/env\nCtrl-C stops all engines.");
  const stop = async () => {
    removeEnvFile();
    await engines.stop().finally(folder.close);
  };
  return { engineEnded: engines.ended, stop };
});
