import type { Read } from "./differences.ts";

/** The shop takes orders with its database until the rollout, after the numbers were moved. */
const MARGIN = 10_000;
/** For a database that cannot say its newest number. No shop takes so many orders between a backup and its restore. */
const WIDE_MARGIN = 1_000_000;

const SEQUENCE = "pg_get_serial_sequence('orders', 'number')::regclass";

interface Move {
  /** The database that the shop uses. It may be unable to answer. */
  current: Read;
  /** The database that the shop is going to use, as its owner: no other role may move the numbers. */
  next: Read;
  /** Up to this time, orders of `next` have numbers that the shop gave before. */
  at: Date;
  report(text: string): void;
}

/**
 * Moves the order numbers of a restored database above those that the shop has given since. A restore sets them back, so the
 * shop would give the same numbers to other orders. It never moves them down, so it can be repeated.
 */
export async function moveNumbers({ current, next, at, report }: Move): Promise<void> {
  const known = await numberOf(
    next,
    `select max(number) from orders where placed_at <= '${at.toISOString()}'`,
  );
  const last = await newestNumber(current, known).then(
    (newest) => {
      const last = newest + MARGIN;
      report(
        `Order numbers: new orders get numbers above ${last}, ${MARGIN} above the newest of the database in use.`,
      );
      return last;
    },
    ({ message }: Error) => {
      const last = known + WIDE_MARGIN;
      report(`Order numbers: the newest number of the database in use cannot be read: ${message}
New orders get numbers above ${last}, ${WIDE_MARGIN} above the newest of the other one. The number in the newest order confirmation must be lower.`);
      return last;
    },
  );
  await next(
    `select setval(${SEQUENCE}, ${last}) where coalesce(pg_sequence_last_value(${SEQUENCE}), 0) < ${last}`,
  );
}

/** The sequence knows the numbers of deleted orders, too. */
async function newestNumber(current: Read, known: number): Promise<number> {
  const newest = await numberOf(current, `select pg_sequence_last_value(${SEQUENCE})`);
  // The damage may have deleted the orders and begun their numbers again.
  if (newest < known) throw new Error(`It is ${newest}, lower than that of the other one.`);
  return newest;
}

async function numberOf(read: Read, statement: string): Promise<number> {
  const [row] = await read(statement);
  return Number(row?.[0] ?? 0);
}
