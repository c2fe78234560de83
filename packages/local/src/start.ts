import { readFlags } from "./flags.ts";
import { reportLines } from "./process/report.ts";
import { run } from "./process/run.ts";
import { startShop } from "./shop.ts";

const HELP = `npm start -- [flags]       the shop on this machine; its state is kept in .local/
  --port <n>               the front door's port (PORT, 3000)
  --instances <1-20>       how many instances answer (3)
  --fresh                  empties .local/ first; it does not touch a database given by DATABASE_URL

DYNAMODB_ENGINE=dynalite   the engine in JavaScript, even where dynoxide is installed
DATABASE_URL=postgres://…  that PostgreSQL instead of the embedded one
AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_RDS_DATA   engines that run already, such as those of npm run aws`;

await run(async () => {
  const flags = readFlags(process.argv.slice(2), process.env);
  if (flags.help) return void console.log(HELP);
  console.log("\nMyClothes on this machine\n");
  const shop = await startShop({
    ...flags,
    dir: ".local",
    tell: reportLines((line) => console.log(line)),
    log: (text) => void process.stdout.write(text),
  });
  const seconds = (performance.now() / 1000).toFixed(1);
  console.log(`
  Ready in ${seconds} s.

  ${shop.url}/docs              the API, to read
  ${shop.url}/v1/products       the catalogue

  x-served-by names the instance that answered, as number-process: kill -9 one, and no cart is lost.
  Ctrl-C ends everything.
`);
  return shop;
});
