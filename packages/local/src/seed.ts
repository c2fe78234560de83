import { MAX_EXTRA_PRODUCTS } from "@myclothes/demo-catalogue";
import { parseFlags, wholeNumber } from "./flags.ts";
import { requireLinks } from "./process/links.ts";
import { run } from "./process/run.ts";
import { seedImages } from "./seed/images.ts";
import { progressLine } from "./seed/progress.ts";
import { seed, seedExtra } from "./seed/seed.ts";

const HELP = `npm run seed -- [flags]      Fills the catalogue with the products of the tour, and the bucket with their images
  --products <n>             adds this many generated products; when it is stopped, the next run continues
  -h, --help                 shows this text`;

await run(async () => {
  const { help, products } = readFlags(process.argv.slice(2));
  if (help) return void console.log(HELP);
  requireLinks();
  const tour = await seed();
  console.log(`The catalogue has the ${tour.products} products of the tour, in ${tour.variants} variants.`);
  console.log(`The bucket has the ${await seedImages()} images of all products.`);
  if (products === 0) return;
  const line = progressLine(process.stdout);
  await seedExtra(products, line.show);
  line.end();
  console.log(`It also has ${products.toLocaleString("en-US")} generated products.`);
});

function readFlags(args: string[]) {
  const { help, products } = parseFlags(args, {
    products: { type: "string", default: "0" },
    help: { type: "boolean", short: "h" },
  });
  return { help, products: wholeNumber("--products", products, 0, MAX_EXTRA_PRODUCTS) };
}
