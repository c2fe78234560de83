import { MOST } from "@myclothes/demo-catalogue";
import { parsed, whole } from "./flags.ts";
import { linked } from "./process/links.ts";
import { run } from "./process/run.ts";
import { progressLine } from "./seed/progress.ts";
import { seed, seedExtra } from "./seed/seed.ts";

const HELP = `npm run seed -- [flags]      fills the catalogue with the garments of the tour
  --products <n>             and with so many others beside them; broken off, it goes on where it stopped`;

await run(async () => {
  const { help, products } = readFlags(process.argv.slice(2));
  if (help) return void console.log(HELP);
  await linked(async () => {
    const tour = await seed();
    console.log(
      `The catalogue holds the ${tour.products} garments of the tour in ${tour.variants} variants.`,
    );
    if (products === 0) return;
    const show = progressLine(process.stdout);
    await seedExtra(products, show.tell);
    show.end();
    console.log(`It holds ${products.toLocaleString("en-US")} others beside them.`);
  });
});

function readFlags(args: string[]) {
  const { help, products } = parsed(args, {
    products: { type: "string", default: "0" },
    help: { type: "boolean", short: "h" },
  });
  return { help, products: whole("--products", products, 0, MOST) };
}
