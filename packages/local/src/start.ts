import { readFlags } from "./flags.ts";
import { run } from "./process/run.ts";
import { runShop } from "./run-shop.ts";

const HELP = `npm start -- [flags]       Starts the shop on this machine. The data is kept in .local/
  --port <n>               the port of the shop (PORT, 3000)
  --instances <1-20>       how many instances answer requests (3)
  --fresh                  deletes the data in .local/ first; it does not touch a database given by DATABASE_URL
  -h, --help               shows this text

Environment
  DYNAMODB_ENGINE=dynalite   uses the DynamoDB engine in JavaScript, even where dynoxide is installed
  DATABASE_URL=postgres://…  uses this PostgreSQL instead of the embedded one
  AWS_ENDPOINT_URL_DYNAMODB, _RDS_DATA, _SQS, _SESV2   use engines that run already, such as those of npm run engines
  STRIPE_API_HOST            uses this Stripe with the keys in STRIPE_SECRET_KEY … instead of the emulator

To change the code and see the change at once: npm run dev`;

await run(async () => {
  const flags = readFlags(process.argv.slice(2), process.env);
  if (flags.help) return void console.log(HELP);
  return runShop({ ...flags, command: "npm start" }, [
    "x-served-by names the instance that answered, as number-process: kill -9 one, and no cart is lost.",
  ]);
});
