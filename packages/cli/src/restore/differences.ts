import { decimal, table } from "../table.ts";

/** Runs a statement in one of the two databases, and returns its rows. */
export type Read = (statement: string) => Promise<unknown[][]>;

/** Orders are compared day by day, this many days before the time of the restore and all days after it. */
const DAYS_BEFORE = 14;
/** No answer of the Data API has more than 1 MiB. */
const PAGE = 1_000;
/** What a person or an event changes after the order. `refunding` is the sum of all refunds, `refunded` of those that are confirmed. */
const STATE = [
  "status",
  "payment_status",
  "fulfillment_status",
  "fulfillment_count",
  "paid",
  "refunding",
  "refunded",
  "total",
];
const STATE_TITLES = [
  "STATUS",
  "PAYMENT",
  "FULFILLMENT",
  "SHIPMENTS",
  "PAID",
  "REFUNDS",
  "REFUNDED",
  "TOTAL",
];

interface Order {
  id: string;
  number: unknown;
  placed: unknown;
  /** In the order of `STATE`. */
  state: unknown[];
}

/**
 * What differs between the shop's database and the restored one, as a text: rows of each table, orders of each day, the newest
 * order, the orders that only one of them has, and the orders whose states differ. `shop` is the database that the shop used
 * before a switch, also after it. Both are read while the shop goes on.
 */
export async function differences(shop: Read, restored: Read, at: Date): Promise<string> {
  const both = <T>(work: (read: Read) => Promise<T>) => Promise.all([work(shop), work(restored)]);
  const counts = await both(countRows);
  const from = new Date(at.getTime() - DAYS_BEFORE * 86_400_000).toISOString().slice(0, 10);
  const days = await both((read) => ordersByDay(read, from));
  const newest = await both(newestOrder);
  const changed = [...new Set(days.flatMap((side) => [...side.keys()]))]
    .filter((day) => String(days[0].get(day)) !== String(days[1].get(day)))
    .sort();
  const pairs: [Order[], Order[]][] = [];
  for (const day of changed) pairs.push(await both((read) => ordersOf(read, day)));
  const lost = pairs.flatMap(([mine, theirs]) => without(mine, theirs));
  const extra = pairs.flatMap(([mine, theirs]) => without(theirs, mine));
  const changes = pairs.flatMap(([mine, theirs]) => changesOf(mine, theirs));
  const count = (side: Map<string, unknown[]>, day: string) => Number(side.get(day)?.[0] ?? 0);
  return [
    section("Rows", table(["TABLE", "SHOP", "RESTORED", "DIFFERENCE"], rowsOf(counts))),
    section(
      `Days whose orders differ, since ${from} (UTC): ${DAYS_BEFORE} days before the restored time. Older orders are not compared.`,
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
    section("Only in the shop's database: a switch loses these orders", list(lost)),
    section(
      "Only in the restored database: these orders come back, or were placed since the switch",
      list(extra),
    ),
    section(
      "In both, with different states: check these orders before you ship or refund them",
      listChanges(changes),
    ),
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

/** Money in minor units becomes a decimal number. */
const shown = (state: unknown[]): unknown[] =>
  state.map((value, i) => (i < STATE.indexOf("paid") ? value : decimal(Number(value))));

/** All of them, because whoever repairs the orders needs all. */
function list(orders: Order[]): string {
  if (orders.length === 0) return "none";
  return table(
    ["NUMBER", "PLACED", ...STATE_TITLES, "ID"],
    orders.map(({ id, number, placed, state }) => [number, placed, ...shown(state), id]),
  );
}

function listChanges(changes: [Order, Order][]): string {
  if (changes.length === 0) return "none";
  return table(
    ["NUMBER", "DATABASE", ...STATE_TITLES, "ID"],
    changes.flatMap(([mine, theirs]) => [
      [mine.number, "shop", ...shown(mine.state), mine.id],
      [mine.number, "restored", ...shown(theirs.state), mine.id],
    ]),
  );
}

const without = (some: Order[], others: Order[]): Order[] => {
  const known = new Set(others.map(({ id }) => id));
  return some.filter(({ id }) => !known.has(id));
};

/** The orders that both have, with different states. */
function changesOf(mine: Order[], theirs: Order[]): [Order, Order][] {
  const others = new Map(theirs.map((order) => [order.id, order]));
  return mine.flatMap((order): [Order, Order][] => {
    const other = others.get(order.id);
    return other && String(other.state) !== String(order.state) ? [[order, other]] : [];
  });
}

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

/** How many orders each day (UTC) has, and a sum over their IDs and states. */
async function ordersByDay(read: Read, from: string): Promise<Map<string, unknown[]>> {
  const rows = await read(
    `select (placed_at at time zone 'UTC')::date::text, count(*),
       sum(('x' || left(md5(concat_ws(' ', id, ${STATE.join(", ")})), 8))::bit(32)::bigint)::text
     from orders where placed_at >= '${from}T00:00:00Z' group by 1`,
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
      `select id, number, placed_at::text, ${STATE.join(", ")} from orders
       where placed_at >= '${day}T00:00:00Z' and placed_at < timestamptz '${day}T00:00:00Z' + interval '1 day' and id > '${after}'
       order by id limit ${PAGE}`,
    );
    for (const [id, number, placed, ...state] of rows) found.push({ id: String(id), number, placed, state });
    if (rows.length < PAGE) return found;
    after = found.at(-1)?.id ?? "";
  }
}
