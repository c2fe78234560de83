import { context } from "@myclothes/core/context";
import { migrate } from "@myclothes/core/migrate";
import pg from "pg";
import { createDataApi } from "rds-data-local";
import { categories } from "../../packages/core/src/catalog/catalog.sql.ts";
import { findPage } from "../../packages/core/src/catalog/search/search.ts";
import { environment } from "../../packages/local/src/engines/env.ts";
import { parseFlags, wholeNumber } from "../../packages/local/src/flags.ts";
import { UserError } from "../../packages/local/src/process/report.ts";
import { run } from "../../packages/local/src/process/run.ts";
import { progressLine } from "../../packages/local/src/seed/progress.ts";
import { seed, seedExtra } from "../../packages/local/src/seed/seed.ts";
import { plain } from "../support/markdown.ts";
import { startPostgres } from "../support/postgres.ts";
import { queryOf } from "../support/product-lists.ts";
import { median } from "./load.ts";
import { machine } from "./machine.ts";

const HELP = `npm run bench:million -- [flags]   a page of each kind, among few products and among many, side by side
  --few <n>  --many <n>            how many products (10000, 1000000)
  --rounds <n>                     how often each page is read (50)
  --keep <postgres://…>            a database that keeps the many products for the next run; else a temporary one`;

/**
 * Also lists of few or no products, which an index alone does not find: rare words, words that never meet, sizes at high prices.
 */
const QUERIES =
  `sort=newest sort=price sort=-price category=shirts category=shirts&sort=price inStock=true size=M
  color=Navy&sort=price size=M&color=Navy&inStock=true size=M&color=Navy&sort=-price size=42&sort=price
  size=42&category=shirts priceMin=3000&priceMax=5000 priceMin=10000&sort=price priceMin=9001&priceMax=9899
  q=linen q=linen&sort=price q=leather&sort=price q=kestrel+patent q=submarine q=leather+cotton
  q=linen&category=shirts&size=M&color=Navy&priceMin=3000&priceMax=9000&inStock=true`.split(/\s+/);
const UNMEASURED = 5;

await run(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    few: { type: "string", default: "10000" },
    many: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "50" },
    keep: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (flags.help) return void console.log(HELP);
  const number = (name: "few" | "many" | "rounds") => wholeNumber(`--${name}`, flags[name], 1, 10_000_000);
  await compare([number("few"), number("many")], number("rounds"), flags.keep);
});

async function compare(counts: [number, number], rounds: number, keep?: string): Promise<void> {
  /** Two databases behind one Data API. It uses the pool `turn`. */
  let turn: pg.Pool | undefined;
  const api = createDataApi({ pool: { connect: () => turn?.connect() } as never });
  const closing: (() => Promise<void>)[] = [() => api.close()];
  const dataApiUrl = await api.listen();
  Object.assign(
    process.env,
    environment({ dynamoUrl: "", dataApiUrl, sqsUrl: "", queueUrl: "", origins: [] }, {}),
  );

  async function fill(count: number, url?: string): Promise<pg.Pool> {
    const postgres = url ? { url, stop: async () => {} } : await startPostgres();
    if (!postgres) throw new UserError("This needs PostgreSQL: install it, or set DATABASE_URL.");
    closing.push(postgres.stop);
    const first = new pg.Pool({ connectionString: postgres.url });
    turn = first;
    await migrate();
    await seed();
    const progress = progressLine(process.stderr);
    await seedExtra(count, progress.show);
    progress.end();
    await first.end();
    // The settings that the migrations made for the database apply to new connections.
    const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
    closing.push(() => pool.end());
    await pool.query("vacuum analyze").catch(() => {});
    return pool;
  }

  try {
    const pools = [await fill(counts[0]), await fill(counts[1], keep)];
    /** The medians in milliseconds, and their ratio. The databases take turns: what slows the machine slows both. */
    const times = async (work: () => Promise<unknown>): Promise<string[]> => {
      const measured = pools.map((): number[] => []);
      for (let round = -UNMEASURED; round < rounds; round++) {
        for (const [i, pool] of pools.entries()) {
          turn = pool;
          const started = performance.now();
          await work();
          if (round >= 0) measured[i]?.push(performance.now() - started);
        }
      }
      const [few = Number.NaN, many = Number.NaN] = measured.map(median);
      return [few, many, many / few].map((value) => value.toFixed(1));
    };
    const lines: string[][] = [];
    for (const text of QUERIES) {
      const query = queryOf(Object.fromEntries(new URLSearchParams(text)));
      const page = (facets: boolean) => () => findPage(context(), { ...query, facets }, undefined);
      lines.push([text, ...(await times(page(false))), ...(await times(page(true)))]);
    }
    lines.push([
      "the categories with their counts",
      ...(await times(() => categories(context()))),
      "",
      "",
      "",
    ]);
    const [few, many] = counts.map((count) => count.toLocaleString("en-US"));
    const columns = [`${few} products, ms`, `${many} products, ms`, "times"];
    const head = ["a page of 20", ...columns, ...columns.map((column) => `with facets: ${column}`)];
    console.log(`\n${machine()}, medians of ${rounds}:\n\n${plain([head, ...lines])}`);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
