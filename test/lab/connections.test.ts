import { expect, test } from "vitest";
import { connections } from "../../packages/lab/src/chapters/connections/chapter.ts";
import { HOW_TO_GET_PGBOUNCER, hasPgbouncer } from "../../packages/lab/src/engines/pgbouncer.ts";
import { HOW_TO_GET_POSTGRES, hasPostgres } from "../../packages/lab/src/engines/postgres.ts";
import { isAsExpected } from "../../packages/lab/src/runner/chapter.ts";
import { noteSkipped } from "../support/skipped.ts";

if (!hasPostgres()) noteSkipped("the lab's connections", HOW_TO_GET_POSTGRES);
else if (!hasPgbouncer()) noteSkipped("the lab's proxy", HOW_TO_GET_PGBOUNCER);

const plan = { seed: 1, trials: 1, progress: () => {} };

test.runIf(hasPostgres())("pools run out of connections, a proxy and the Data API do not", async () => {
  const { checks, tables } = await connections.run({ ...plan, only: ["pool", "proxy", "data-api"] });
  expect(checks.filter((check) => !isAsExpected(check))).toEqual([]);
  // 27 connections: two pools of 10 fit.
  expect(tables[0]?.rows[0]?.slice(1, 3)).toEqual([2, "instance 3"]);
});

test.runIf(hasPostgres()).each(["proxy", "data-api"].filter((key) => key !== "proxy" || hasPgbouncer()))(
  "the invariant notices %s without a limit of its own",
  async (system) => {
    const { checks } = await connections.run({ ...plan, only: [system], broken: "limit" });
    expect(checks[0]?.violations).toBeGreaterThan(0);
  },
);
