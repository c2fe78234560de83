// The whole shop in its own process, apart from the clients: `shop.ts <folder>`.
import { startShop } from "@myclothes/local/shop";

process.once("disconnect", () => process.exit());

const [dir = ""] = process.argv.slice(2);
const engines: string[] = [];
const shop = await startShop({
  dir,
  report: (title, outcome) => {
    if (title === "DynamoDB" || title === "Data API") engines.push(outcome.split(",")[0] ?? "");
  },
});
process.send?.({ url: shop.url, env: shop.env, engines });
process.once("SIGTERM", () => shop.stop().finally(() => process.exit()));
console.log("ready");
