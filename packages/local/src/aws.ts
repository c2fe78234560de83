import { startEnginesIn } from "./engines/engines.ts";
import { readFlags } from "./flags.ts";
import { openFolder } from "./process/folder.ts";
import { aloud } from "./process/narrate.ts";
import { run } from "./process/run.ts";
import { prepareStores } from "./stores/stores.ts";

const HELP = `npm run aws -- [--fresh]   the two engines alone, ready for the shop; prints the environment to reach them`;

// The environment alone goes to standard output, so that it can be kept in a file.
await run(async () => {
  const { help, fresh, port } = readFlags(process.argv.slice(2), process.env);
  if (help) return void console.log(HELP);
  const tell = aloud((line) => console.error(line));
  const folder = await openFolder(".local", fresh);
  const engines = await startEnginesIn(folder, { tell, origins: [`http://localhost:${port}`] });
  await prepareStores(engines.env, tell);
  for (const [name, value] of Object.entries(engines.env)) console.log(`export ${name}='${value}'`);
  console.error("\nCtrl-C ends both.");
  return { lost: engines.lost, stop: () => engines.stop().finally(folder.close) };
});
