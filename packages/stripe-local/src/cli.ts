import { parseArgs } from "node:util";
import { startStripe } from "./index.ts";

const HELP = `stripe-local [options]
  --port <n>          the port on 127.0.0.1; 0, the default, takes a free one
  --dir <folder>      keeps the state in this folder
  --webhook <url>     receives the webhooks`;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    dir: { type: "string" },
    webhook: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) console.log(HELP);
else await run();

async function run(): Promise<void> {
  const { port, dir, webhook } = values;
  const stripe = await startStripe({ port: Number(port), folder: dir, webhookUrl: webhook }).catch(fail);
  const stop = () => void stripe.stop().then(() => process.exit(0), fail);
  process.once("SIGTERM", stop).once("SIGINT", stop);
  console.log(`stripe ready on ${stripe.url}`);
}

function fail(error: Error): never {
  console.error(`stripe-local: ${error.message}`);
  process.exit(1);
}
