// The whole shop, in a process apart from the clients.
import { startShop } from "@myclothes/local/shop";

const engines: string[] = [];
const { url, env, stop } = await startShop({
  report: (title, outcome) => {
    if (title === "DynamoDB" || title === "Data API") engines.push(outcome.split(",")[0] ?? "");
  },
});
process.once("SIGTERM", () => stop().finally(() => process.exit()));
console.log(`ready ${JSON.stringify({ url, env, engines })}`);
