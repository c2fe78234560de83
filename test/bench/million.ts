import { parseArgs } from "node:util";
import { context } from "@myclothes/core/context";
import { migrate } from "@myclothes/core/migrate";
import pg from "pg";
import { createDataApi } from "rds-data-local";
import { products as list } from "../../packages/core/src/catalog/catalog.page.sql.ts";
import { ProductQuery } from "../../packages/core/src/catalog/catalog.schema.ts";
import { categories } from "../../packages/core/src/catalog/catalog.sql.ts";
import { environment } from "../../packages/local/src/engines/env.ts";
import { progressLine } from "../../packages/local/src/seed/progress.ts";
import { seed, seedExtra } from "../../packages/local/src/seed/seed.ts";
import { startPostgres } from "../support/postgres.ts";

const HELP = `npm run bench:million -- [flags]   a page of each kind, of few products and of many, side by side
  --few <n>  --many <n>            how many products (10000, 1000000)
  --rounds <n>                     how often each page is asked for (50)
  --keep <postgres://…>            where the many are, or are to be and to stay; else a PostgreSQL that is thrown away`;

const KINDS = {
  "newest first": "",
  "cheapest first": "sort=price",
  "dearest first": "sort=-price",
  "a category": "category=shirts",
  "a category, cheapest first": "category=shirts&sort=price",
  "what is in stock": "inStock=true",
  "a size": "size=M",
  "a color, cheapest first": "color=Navy&sort=price",
  "size and color in stock": "size=M&color=Navy&inStock=true",
  "size and color, dearest first": "size=M&color=Navy&sort=-price",
  "a size that comes dear, cheapest first": "size=42&sort=price",
  "a size that its category lacks": "size=42&category=shirts",
  "a range of prices": "priceMin=3000&priceMax=5000",
  "from a price on, cheapest first": "priceMin=10000&sort=price",
  "a range without a price": "priceMin=9001&priceMax=9899",
  "a common word": "q=linen",
  "a common word, cheapest first": "q=linen&sort=price",
  "a word for dear things, cheapest first": "q=leather&sort=price",
  "a rare pair of words": "q=kestrel+patent",
  "a word nobody has": "q=submarine",
  "common words that never meet": "q=leather+cotton",
  "everything at once": "q=linen&category=shirts&size=M&color=Navy&priceMin=3000&priceMax=9000&inStock=true",
};

const { values: flags } = parseArgs({
  options: {
    few: { type: "string", default: "10000" },
    many: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "50" },
    keep: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
if (flags.help) {
  console.log(HELP);
  process.exit();
}

/** Two databases behind one Data API: whichever has its turn. */
let turn: pg.Pool;
const api = createDataApi({ pool: { connect: () => turn.connect() } as never });
Object.assign(process.env, environment({ dynamoUrl: "", dataApiUrl: await api.listen(), origins: [] }, {}));

const stops: (() => Promise<void>)[] = [];
const few = await shop(Number(flags.few));
const many = await shop(Number(flags.many), flags.keep);

async function shop(count: number, kept?: string): Promise<pg.Pool> {
  const postgres = kept ? { url: kept, stop: async () => {} } : await startPostgres();
  if (!postgres) process.exit(1);
  const first = new pg.Pool({ connectionString: postgres.url });
  turn = first;
  await migrate();
  await seed();
  const show = progressLine(process.stderr);
  await seedExtra(count, show.show);
  show.end();
  await first.end();
  // What the migrations set of the database is true of new connections.
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  await pool.query("vacuum analyze").catch(() => {});
  stops.push(() => pool.end().then(postgres.stop));
  return pool;
}

/** The median of so many rounds, in milliseconds, of each in turn: what slows the machine down slows both. */
async function medians(work: () => Promise<unknown>): Promise<[number, number]> {
  const taken: [number[], number[]] = [[], []];
  for (let round = -5; round < Number(flags.rounds); round++) {
    for (const [i, pool] of [few, many].entries()) {
      turn = pool;
      const started = performance.now();
      await work();
      if (round >= 0) taken[i]?.push(performance.now() - started);
    }
  }
  const [a, b] = taken.map((times) => times.sort((x, y) => x - y)[times.length >> 1] ?? 0);
  return [a ?? 0, b ?? 0];
}

const [a, b] = [Number(flags.few), Number(flags.many)].map((count) => count.toLocaleString("en-US"));
console.log(`| a page of 20 | ${a} products, ms | ${b}, ms | times |\n|---|---|---|---|`);
const row = async (kind: string, work: () => Promise<unknown>) => {
  const [one, other] = await medians(work);
  console.log(`| ${kind} | ${one.toFixed(1)} | ${other.toFixed(1)} | ${(other / one).toFixed(1)} |`);
};
for (const [kind, text] of Object.entries(KINDS)) {
  const query = ProductQuery.parse(Object.fromEntries(new URLSearchParams(text)));
  await row(kind, () => list(context(), query, undefined));
}
await row("the categories with their counts", () => categories(context()));
await Promise.all(stops.map((stop) => stop()));
await api.close();
