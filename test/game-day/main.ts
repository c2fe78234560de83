// `npm run game-day`: the shop on this machine under incidents, what shoppers saw, what was lost, and what AWS's alarms would say.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { startShop } from "@myclothes/local/shop";
import { synth } from "@myclothes/synth";
import { preparePlatform } from "@myclothes/synth/platform";
import { defaultPayments } from "../../packages/core/src/order/payment.settings.rules.ts";
import { startEngines } from "../../packages/local/src/engines/engines.ts";
import { noReport } from "../../packages/local/src/process/report.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";
import { defaultSettings } from "../support/bodies.ts";
import { proxy, type Script } from "../support/fault-proxy.ts";
import { alarmsOf, evaluate, filtersOf } from "./alarms.ts";
import { createMetrics, readLine } from "./metrics.ts";
import { isMeasured, isWorkerError, watchCall, watchDoor, watchQueues } from "./observe.ts";
import { type Result, report } from "./report.ts";
import { scenes } from "./scenes.ts";
import { createShoppers } from "./shoppers.ts";

const { values: flags } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    shoppers: { type: "string", default: "8" },
    help: { type: "boolean", short: "h" },
  },
});
const [seconds, count] = [Number(flags.seconds), Number(flags.shoppers)];
if (flags.help || !(seconds >= 1) || !(count >= 1)) {
  console.log(`npm run game-day -- [flags]    incidents on this machine, what shoppers see, and what the alarms of production would say
  --seconds <number>   how long each incident lasts (60)
  --shoppers <number>  how many shop at a time (8)`);
  process.exit(flags.help ? 0 : 1);
}
const root = fileURLToPath(new URL("../..", import.meta.url));
const say = (text: string) => console.error(text);

say("Reads the alarms of production …");
const platform = await preparePlatform(root, say);
const graph = await synth({ root, platform, stage: "production", env: { ALARM_EMAIL: "ops@example.com" } });
const [alarms, filters] = [alarmsOf(graph), filtersOf(graph)];

let metrics = createMetrics();
let script: Script = () => "pass";
const play: Script = (call) => {
  const fault = script(call);
  watchCall(call, fault, metrics);
  return fault;
};

say("Starts the shop …");
// The SDK would print a warning about the version of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const engines = await startEngines({ from: {} });
await prepareStores(engines, noReport);
const {
  AWS_ENDPOINT_URL_DYNAMODB = "",
  AWS_ENDPOINT_URL_RDS_DATA = "",
  AWS_ENDPOINT_URL_SQS = "",
} = engines.env;
const proxies = await Promise.all(
  [AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_RDS_DATA, AWS_ENDPOINT_URL_SQS].map((url) => proxy(url, play)),
);
const [dynamo, database, sqs] = proxies.map(({ url }) => url);
const { PATH, HOME } = process.env;
const from = {
  PATH,
  HOME,
  ...engines.env,
  AWS_ENDPOINT_URL_DYNAMODB: dynamo,
  AWS_ENDPOINT_URL_RDS_DATA: database,
  AWS_ENDPOINT_URL_SQS: sqs,
};
const shop = await startShop({
  from,
  log: (text) => {
    for (const line of text.split("\n")) {
      // The alarms are production's.
      readLine(line.replaceAll('"myclothes-local"', '"myclothes-production"'), filters, metrics);
      if (isWorkerError(line)) metrics.add("AWS/Lambda", "Errors", { FunctionName: "Worker" }, 1);
    }
  },
});

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const client = new RDSDataClient({ endpoint: AWS_ENDPOINT_URL_RDS_DATA, region: "us-east-1", credentials });
const link = JSON.parse(engines.env.SST_RESOURCE_Database ?? "{}");
async function sql(statement: string): Promise<unknown[][]> {
  const target = { resourceArn: link.clusterArn, secretArn: link.secrets.master, database: link.database };
  const { records = [] } = await client.send(new ExecuteStatementCommand({ ...target, sql: statement }));
  return records.map((row) => row.map((field) => Object.values(field)[0]));
}
const settings = JSON.stringify(defaultSettings({ ...defaultPayments, maxUnpaidOrders: null }));
await sql(`insert into settings (id, content) values ('shop', '${settings.replaceAll("'", "''")}'::jsonb)`);
const skus = (await sql("select min(sku) from variant where stock > 0 group by product_id limit 20")).map(
  ([sku]) => String(sku),
);
await sql(`update variant set stock = 100000 where sku in (${skus.map((sku) => `'${sku}'`).join(", ")})`);

const queues = watchQueues(
  AWS_ENDPOINT_URL_SQS,
  JSON.parse(engines.env.SST_RESOURCE_Queue ?? "{}").url,
  () => metrics,
);
const watch = watchDoor(() => metrics);
const shoppers = createShoppers(shop.url, skus, watch);
const folder = mkdtempSync(path.join(tmpdir(), "game-day-"));
const unhandled = async () =>
  Number((await sql("select count(*) from event where handled_at is null"))[0]?.[0]);

const results: Result[] = [];
for (const { title, begin } of scenes) {
  say(`${title}: ${seconds} s …`);
  metrics = createMetrics();
  let isOver = false;
  const play = (next: Script) => {
    script = next;
  };
  const end = await begin({ url: shop.url, deploy: shop.deploy, folder, play, watch, isOver: () => isOver });
  const since = Date.now();
  shoppers.open(count);
  await sleep(seconds * 1_000);
  const lasted = (Date.now() - since) / 1_000;
  await queues.look();
  const verdicts = [...alarms].map(([name, alarm]) => ({
    name,
    ...evaluate(alarm, metrics, lasted, (metric) => isMeasured(metric, filters)),
  }));
  isOver = true;
  await end();
  const seen = await shoppers.close();
  // Nothing may be late for ever: all events are handled after the incident.
  for (const limit = Date.now() + 240_000; (await unhandled()) > 0 && Date.now() < limit; )
    await sleep(1_000);
  const checked = await shoppers.check();
  const late = await unhandled();
  if (late > 0) checked.lost.push(`${late} events are not handled`);
  results.push({ title, seen, checked, verdicts });
}
console.log(report(results, seconds, count));

queues.stop();
await shop.stop();
for (const { close } of proxies) await close();
await engines.stop();
rmSync(folder, { recursive: true, force: true });
process.exitCode = results.some(({ checked }) => checked.lost.length > 0) ? 1 : 0;
