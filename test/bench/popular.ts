import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate } from "@myclothes/core/migrate";
import { functions } from "@myclothes/functions/functions";
import pg from "pg";
import { createDataApi } from "rds-data-local";
import { createAdmission } from "../../packages/core/src/order/order.admission.ts";
import { environment } from "../../packages/local/src/engines/env.ts";
import { parseFlags, wholeNumber } from "../../packages/local/src/flags.ts";
import { UserError } from "../../packages/local/src/process/report.ts";
import { run } from "../../packages/local/src/process/run.ts";
import { stockUp } from "../support/checkout.ts";
import { plain } from "../support/markdown.ts";
import { askRoom, awaitStored, newOrder, PRICE, SKU } from "../support/order.statement.ts";
import { startPostgres } from "../support/postgres.ts";
import { machine } from "./machine.ts";

const HELP = `npm run bench:popular -- [flags]   orders a second for one product, without and with admission control
  --buyers <n,n,…>    how many buyers order at the same time (10,64,200,600,2000)
  --seconds <n>       for each figure (8)
  --plan-always       PostgreSQL plans each statement again`;

const STOCK = 10_000_000;
/** A commit takes 4 ms or more, and commits of other rows share it. */
const SETTINGS = [
  "commit_delay=4000",
  "commit_siblings=0",
  "max_connections=750",
  "shared_buffers=256MB",
  "log_min_error_statement=panic",
];
/** The most connections without admission control. With it, each environment of the function Orders has one. */
const CONNECTIONS = 600;
/** As in `core/src/aws/postgres.ts`: a call that takes longer has no answer. The statement goes on. */
const CALL_MS = 4_000;

/** Orders wait for the variant's row alone, as many as come, and keep it until they are stored. */
const ADMIT_ALL = `create or replace function lock_variants(skus jsonb, most integer) returns table (
    sku text, price integer, weight integer, size text, color text, title text, image jsonb, is_alone boolean
  ) language sql volatile as $$
    select v.sku, v.price, v.weight, left(v.size, 64), left(v.color, 64), left(p.title, 255), shown_image(coalesce(v.image, p.images -> 0)), true
    from variant v join product p on p.id = v.product_id
    where v.sku in (select jsonb_array_elements_text(skus)) and p.status = 'active'
    order by v.sku
    for update of v
  $$`;

const HEAD = [
  "buyers",
  "admission",
  "orders/s",
  "order p50 · p99 ms",
  "refused/s",
  "refusal p50 · p99 ms",
  "gave up/s",
];

interface Result {
  orders: number;
  refused: number;
  gaveUp: number;
  /** Of the refusals and of the orders, in ms. */
  refusals: number[];
  answers: number[];
}

await run(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    buyers: { type: "string", default: "10,64,200,600,2000" },
    seconds: { type: "string", default: "8" },
    "plan-always": { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (flags.help) return void console.log(HELP);
  const seconds = wholeNumber("--seconds", flags.seconds, 1, 600);
  const levels = flags.buyers.split(",").map((text) => wholeNumber("--buyers", text, 1, 10_000));
  const postgres = await startPostgres(SETTINGS);
  if (!postgres) throw new UserError("This needs PostgreSQL's programs.");
  const connections = (max: number) =>
    new pg.Pool({ connectionString: postgres.url, max, idleTimeoutMillis: 0 });
  const [pool, few] = [connections(CONNECTIONS), connections(functions.orders.concurrency)];
  const one = new pg.Pool({ connectionString: postgres.url, max: 1 });
  const api = createDataApi({ pool: one });
  const none = { dynamoUrl: "", sqsUrl: "", queueUrl: undefined, origins: [] };
  Object.assign(process.env, environment({ ...none, dataApiUrl: await api.listen() }, process.env));
  // The server's process alone does not keep this one running.
  const alive = setInterval(() => {}, 1_000);
  try {
    await migrate();
    await stockUp([SKU], PRICE);
    const definition = async (name: string): Promise<string> =>
      (await pool.query("select pg_get_functiondef($1::regproc) as sql", [name])).rows[0].sql;
    const [lock, check] = [await definition("lock_variants"), await definition("check_unpaid_orders")];
    const unlimited = `${check.replace("'500ms'", "'0'")}; ${ADMIT_ALL}`;
    await pool.query(unlimited);
    await pool.query("update variant set stock = $1", [STOCK]);
    const prepare = !flags["plan-always"];
    // A connection plans its first five orders each time, and the next one once for all, which takes as long as the order itself. A new
    // version of a function begins that anew.
    const warmUp = async (each: pg.Pool, times: number) => {
      for (let i = 0; i < times; i++)
        await Promise.allSettled(
          Array.from({ length: each.options.max }, () => send(each, prepare, [askRoom, newOrder()])),
        );
    };
    for (const each of [pool, few]) await warmUp(each, 5);
    const lines: string[][] = [];
    for (const buyers of levels) {
      for (const isLimited of [false, true]) {
        await pool.query(isLimited ? `${check}; ${lock}` : unlimited);
        await warmUp(isLimited ? few : pool, 1);
        const result = await measure(isLimited ? few : pool, { prepare, buyers, seconds });
        lines.push(lineOf(buyers, isLimited, seconds, result));
        console.error(lines.at(-1)?.join("  "));
      }
    }
    console.log(`\n${machine()}, PostgreSQL with a commit of 4 ms:\n\n${plain([HEAD, ...lines])}`);
  } finally {
    await api.close();
    await Promise.all([one, pool, few].map((each) => each.end()));
    await postgres.stop();
    clearInterval(alive);
  }
});

function lineOf(buyers: number, isLimited: boolean, seconds: number, result: Result): string[] {
  const rate = (count: number) => (count / seconds).toFixed(0);
  return [
    String(buyers),
    isLimited ? "yes" : "no",
    rate(result.orders),
    quantiles(result.answers),
    rate(result.refused),
    quantiles(result.refusals),
    rate(result.gaveUp),
  ];
}

function quantiles(all: number[]): string {
  if (all.length === 0) return "–";
  const sorted = all.toSorted((one, other) => one - other);
  return [0.5, 0.99].map((q) => (sorted[Math.floor(q * (sorted.length - 1))] ?? 0).toFixed(1)).join(" · ");
}

/**
 * Sends an order after other statements, and waits until it is stored. Statements are prepared once for each connection, unless `prepare` is false:
 * the service uses sqlx, which does so by default.
 */
async function send(
  pool: pg.Pool,
  prepare: boolean,
  statements: ReturnType<typeof newOrder>[],
): Promise<true> {
  // After an error, `pool.query` would close the connection, which the service does not.
  const client = await pool.connect();
  const run = async (statement: ReturnType<typeof newOrder>) =>
    (await client.query(prepare ? { ...statement, name: nameOf(statement.text) } : statement)).rows[0];
  try {
    let order: { id: string; is_alone: boolean } | undefined;
    for (const statement of statements) order = await run(statement);
    // No row: the order was placed before, and its buyer has given up.
    if (order && !order.is_alone) await run(awaitStored(order.id));
    return true;
  } finally {
    client.release();
  }
}

function nameOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/**
 * Buyers order one unit each, again and again. A buyer who is refused returns after one to five seconds, and one without an answer
 * repeats the same order after one to two. Each unit must be sold once.
 */
async function measure(
  pool: pg.Pool,
  { prepare, buyers, seconds }: { prepare: boolean; buyers: number; seconds: number },
): Promise<Result> {
  const concurrency = pool.options.max;
  await pool.query("truncate orders, order_line, event, cart_checkout cascade");
  await pool.query("update variant set stock = $1", [STOCK]);
  const result: Result = { orders: 0, refused: 0, gaveUp: 0, refusals: [], answers: [] };
  const end = performance.now() + seconds * 1_000;
  // Each takes one request at a time, and has a memory of its own. Any of those that are free gets the next one.
  const free = Array.from({ length: concurrency }, createAdmission);
  const order = async (parameters: ReturnType<typeof newOrder>): Promise<number | undefined> => {
    const since = performance.now();
    const [environment] = free.splice(Math.floor(Math.random() * free.length), 1);
    if (!environment) return refuse(since);
    if (environment.isPaused([SKU])) {
      free.push(environment);
      return refuse(since);
    }
    const isRush = environment.isRush([SKU]);
    const sent = send(pool, prepare, [...(isRush ? [askRoom] : []), parameters]).finally(() =>
      free.push(environment),
    );
    sent.catch(() => {});
    try {
      const answer = await Promise.race([sent, sleep(CALL_MS, undefined, { ref: false })]);
      if (answer) return void result.answers.push(performance.now() - since);
      result.gaveUp++;
      return 1_000 * (1 + Math.random());
    } catch (error) {
      const isLimit = (error as Error).message.includes("orders_waiting_limit");
      if (isLimit) environment.recordRefusal([SKU]);
      else if ((error as pg.DatabaseError).code !== "55P03") throw error;
      return refuse(since);
    }
  };
  const refuse = (since: number) => {
    result.refused++;
    result.refusals.push(performance.now() - since);
    return 1_000 * (1 + Math.floor(Math.random() * 5));
  };
  const buyer = async () => {
    for (let mine = newOrder(); performance.now() < end; ) {
      const wait = await order(mine);
      if (wait === undefined) mine = newOrder();
      else await sleep(Math.min(wait, Math.max(0, end - performance.now())));
    }
  };
  const all = Array.from({ length: buyers }, buyer);
  await sleep(end - performance.now());
  const { rows } = await pool.query("select count(*)::int as orders from orders");
  result.orders = rows[0].orders;
  await Promise.all(all);
  // Statements that nobody waits for end here.
  await pool.query(
    "select pg_cancel_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and state = 'active'",
  );
  while (free.length < concurrency) await sleep(50);
  const { rows: sold } = await pool.query(
    "select (select count(*) from orders)::int + stock::int as units from variant",
  );
  if (sold[0].units !== STOCK) throw new Error(`${sold[0].units - STOCK} units were lost or sold twice.`);
  return result;
}
