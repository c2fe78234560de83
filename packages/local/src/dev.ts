import { apis } from "@myclothes/functions/functions";
import { readDevFlags } from "./flags.ts";
import { titleOf } from "./functions/functions.ts";
import { run } from "./process/run.ts";
import { runShop } from "./run-shop.ts";

const HELP = `npm run dev -- [flags]     Starts the shop on this machine, and reloads it when you save a source. The data is kept in .local/
  --port <n>               the port of the shop (PORT, 3000)
  --inspect                lets a debugger attach to the functions
  --inspect-port <n>       the port for a debugger of Api (9229); another API has the next one
  --fresh                  deletes the data in .local/ first; it does not touch a database given by DATABASE_URL
  -h, --help               shows this text

It watches packages/core, packages/functions, packages/storefront and packages/client, with the edge rules and the migrations. Open
pages load again. A change in another package needs a new start. The environment is that of npm start: see npm start -- --help.`;

/** The debugger's port of each API. */
const ports = (first: number) => apis.map(({ name }, i) => `port ${first + i} (${titleOf(name)})`).join(", ");

await run(async () => {
  const { inspect, inspectPort, ...flags } = readDevFlags(process.argv.slice(2), process.env);
  if (flags.help) return void console.log(HELP);
  const options = { ...flags, command: "npm run dev", instances: 1, reload: true };
  return runShop({ ...options, ...(inspect && { inspectPort }) }, [
    "Save a file in packages/storefront, functions or core: open pages load again, with the changed code.",
    inspect
      ? `A debugger can attach to ${ports(inspectPort)}. In VS Code: Run and Debug, Attach to npm run dev.`
      : "To debug: npm run dev -- --inspect",
  ]);
});
