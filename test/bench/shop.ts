// The whole shop in a process of its own, so that its front door does not share one with the clients: `shop.ts <folder>`.
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
const instances = shop.instances().map(({ pid }) => pid);
process.send?.({ url: shop.url, env: shop.env, engines, instances });
process.once("SIGTERM", () => shop.stop().finally(() => process.exit()));
console.log("ready");
