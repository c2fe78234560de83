// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";

export const stores: Mutant[] = [
  {
    name: "the sweep deletes what it could not deal with",
    file: `${core}/outbox/outbox.ts`,
    find: "events.filter((_, i) => settled[i]).map(({ id }) => id)",
    replace: "events.map(({ id }) => id)",
    caughtBy: ["test/core/outbox/outbox.test.ts"],
  },
  {
    name: "migrations take no lock",
    file: `${core}/aws/migrate.ts`,
    find: "    await execute(ctx, sql`select pg_advisory_xact_lock(${LOCK})::text`, options);\n",
    replace: "",
    caughtBy: ["test/races/migrate.test.ts"],
  },
  {
    name: "what a throttled batch left out is not asked for again",
    file: `${core}/aws/dynamo.ts`,
    find: "wanted = answer.UnprocessedKeys ?? {};",
    replace: "wanted = {};",
    caughtBy: ["test/core/aws/dynamo.test.ts"],
  },
  {
    name: "carts and sessions are read weakly",
    file: `${core}/aws/dynamo.ts`,
    find: "{ consistent = true,",
    replace: "{ consistent = false,",
    caughtBy: ["test/core/aws/dynamo.test.ts"],
  },
  {
    name: "a call may take longer than its request",
    file: `${core}/aws/call.ts`,
    find: "Math.min(limitMs, timeLeft(ctx))",
    replace: "limitMs",
    caughtBy: ["test/core/aws/postgres.test.ts"],
  },
  {
    name: "an error of the database quotes a row to the log",
    file: `${core}/aws/postgres.ts`,
    find: 'super(message.replace(/; Detail: .*?(?=; (?:Hint|Position|SQLState): |$)/s, ""));',
    replace: "super(message);",
    caughtBy: ["test/core/aws/postgres.test.ts"],
  },
  {
    name: "the cache's expiry is stored in milliseconds",
    file: `${core}/cache/cache.table.ts`,
    find: "Math.ceil(ms / 1000);",
    replace: "ms;",
    caughtBy: ["test/core/cache/cache.test.ts"],
  },
  {
    name: "the cache is a must",
    file: `${core}/cache/cache.ts`,
    find: "    return instead;\n",
    replace: "    throw error;\n",
    caughtBy: ["test/core/cache/cache.test.ts"],
  },
  {
    name: "a value is shown for ten minutes while another loads it",
    file: `${core}/cache/cache.ts`,
    find: "AGING_MS = 60_000",
    replace: "AGING_MS = 600_000",
    caughtBy: ["test/core/cache/cache.test.ts"],
  },
  {
    name: "what was loaded before an edit is taken for what it is now",
    file: `${core}/cache/cache.ts`,
    find: "at.getTime() >= (edited.get(key) ?? 0)",
    replace: "at.getTime() >= 0",
    caughtBy: ["test/core/cache/cache.test.ts"],
  },
  {
    name: "a claim does not end where there is nothing",
    file: `${core}/cache/cache.ts`,
    find: "(claims || entry.value !== undefined)",
    replace: "entry.value !== undefined",
    caughtBy: ["test/core/cache/cache.test.ts"],
  },
  {
    name: "Aurora is waited for, whatever there is to show",
    file: `${core}/cache/cache.ts`,
    find: "canShow ? patiently(work) : work",
    replace: "work",
    caughtBy: ["test/core/cache/cache.test.ts"],
  },
  {
    name: "a store that is not well is asked as often as ever",
    file: `${core}/aws/breaker.ts`,
    find: "stateOf(store).failures < NO_MORE_RETRIES;",
    replace: "stateOf(store).failures < Infinity;",
    caughtBy: ["test/faults/outage.test.ts"],
  },
  {
    name: "one event that nobody knows stops the sweep",
    file: `${core}/outbox/outbox.sql.ts`,
    find: "event: z.string(),",
    replace: 'event: z.enum(["order.placed", "order.canceled", "customer.erased"]),',
    caughtBy: ["test/core/outbox/outbox.test.ts"],
  },
];
