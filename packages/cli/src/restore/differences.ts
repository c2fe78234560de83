import { decimal, table } from "../table.ts";

/** Runs a statement that only reads, in one of the two databases. */
export type Read = (statement: string) => Promise<unknown[][]>;

/** Orders are compared day by day, this many days before the time of the restore and all days after it. */
const DAYS_BEFORE = 14;
/** No answer of the Data API has more than 1 MiB. */
const PAGE = 2_000;
const SHOWN = 50;

interface Order {
  id: string;
  text: unknown[];
}

/**
 * What differs between the shop's database and the restored one, as a text: rows of each table, orders of each day, the newest
 * order, and the orders that only one of them has. Both are read while the shop goes on.
 */
export async function differences(shop: Read, restored: Read, at: Date): Promise<string> {
  const both = <T>(work: (read: Read) => Promise<T>) => Promise.all([work(shop), work(restored)]);
  const counts = await both(countRows);
  const days = await both((read) => ordersByDay(read, at));
  const newest = await both(newestOrder);
  const changed = [...new Set(days.flatMap((side) => [...side.keys()]))]
    .filter((day) => String(days[0].get(day)) !== String(days[1].get(day)))
    .sort();
  const lost: Order[] = [];
  const extra: Order[] = [];
  for (const day of changed) {
    const [mine, theirs] = await both((read) => ordersOf(read, day));
    lost.push(...without(mine, theirs));
    extra.push(...without(theirs, mine));
  }
  const count = (side: Map<string, unknown[]>, day: string) => Number(side.get(day)?.[0] ?? 0);
  return [
    section("Rows", table(["TABLE", "SHOP", "RESTORED", "DIFFERENCE"], rowsOf(counts))),
    section(
      `Orders of days that differ, from ${DAYS_BEFORE} days before the restored time`,
      table(
        ["DAY", "SHOP", "RESTORED"],
        changed.map((day) => [day, count(days[0], day), count(days[1], day)]),
      ),
    ),
    section(
      "Newest order",
      table(
        ["", "NUMBER", "PLACED"],
        [
          ["shop", ...newest[0]],
          ["restored", ...newest[1]],
        ],
      ),
    ),
    section("Only in the shop: a switch loses these orders", list(lost)),
    section("Only in the restored database: these orders come back", list(extra)),
  ].join("\n\n");
}

const section = (title: string, text: string): string => `${title}\n${text}`;

function rowsOf([shop, restored]: [Map<string, number>, Map<string, number>]): unknown[][] {
  const names = [...new Set([...shop.keys(), ...restored.keys()])].sort();
  return names.map((name) => {
    const [mine, theirs] = [shop.get(name) ?? 0, restored.get(name) ?? 0];
    return [name, mine, theirs, theirs - mine];
  });
}

function list(orders: Order[]): string {
  if (orders.length === 0) return "none";
  const rest = orders.length > SHOWN ? `\n… and ${orders.length - SHOWN} more` : "";
  return (
    table(
      ["NUMBER", "PLACED", "TOTAL", "PAYMENT", "ID"],
      orders.slice(0, SHOWN).map(({ text }) => text),
    ) + rest
  );
}

const without = (some: Order[], others: Order[]): Order[] => {
  const known = new Set(others.map(({ id }) => id));
  return some.filter(({ id }) => !known.has(id));
};

/** Counted exactly, table by table, because the statistics of a restored database are old. */
async function countRows(read: Read): Promise<Map<string, number>> {
  const names = await read("select tablename::text from pg_tables where schemaname = 'public' order by 1");
  const counts = new Map<string, number>();
  for (const [name] of names) {
    const [row] = await read(`select count(*) from "${name}"`);
    counts.set(String(name), Number(row?.[0]));
  }
  return counts;
}

/** How many orders each day has, and a sum over their IDs and states. */
async function ordersByDay(read: Read, at: Date): Promise<Map<string, unknown[]>> {
  const from = new Date(at.getTime() - DAYS_BEFORE * 86_400_000).toISOString();
  const rows = await read(
    `select (placed_at at time zone 'UTC')::date::text, count(*),
       sum(('x' || left(md5(id || status || payment_status || fulfillment_status || total), 8))::bit(32)::bigint)::text
     from orders where placed_at >= '${from}' group by 1`,
  );
  return new Map(rows.map(([day, ...rest]) => [String(day), rest]));
}

async function newestOrder(read: Read): Promise<unknown[]> {
  const [row] = await read("select number, placed_at::text from orders order by number desc limit 1");
  return row ?? ["none", ""];
}

/** The orders of a day (UTC), page by page. */
async function ordersOf(read: Read, day: string): Promise<Order[]> {
  const found: Order[] = [];
  for (let after = ""; ; ) {
    const rows = await read(
      `select id, number, placed_at::text, total, payment_status from orders
       where placed_at >= '${day}T00:00:00Z' and placed_at < timestamptz '${day}T00:00:00Z' + interval '1 day' and id > '${after}'
       order by id limit ${PAGE}`,
    );
    for (const [id, number, placed, total, payment] of rows)
      found.push({ id: String(id), text: [number, placed, decimal(Number(total)), payment, id] });
    if (rows.length < PAGE) return found;
    after = found.at(-1)?.id ?? "";
  }
}
