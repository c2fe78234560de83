import { linked } from "./process/linked.ts";
import { seed } from "./seed/seed.ts";

await linked(async () => {
  const { products, variants } = await seed();
  console.log(`The catalogue holds ${products} products in ${variants} variants.`);
});
