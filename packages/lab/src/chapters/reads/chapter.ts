import { random } from "@myclothes/demo-catalogue/random";
import pg from "pg";
import { HOW_TO_GET_POSTGRES, hasPostgres, type Postgres, startPostgres } from "../../engines/postgres.ts";
import { HOW_TO_GET, hasValkey, startValkey } from "../../engines/valkey.ts";
import type { Chapter, Plan } from "../../runner/chapter.ts";
import { createEdge } from "../../runner/edge.ts";
import { startGroup } from "../../runner/group.ts";
import { buildProgram } from "../../runner/program.ts";
import {
  browse,
  type Counts,
  createSite,
  type Page,
  PRODUCTS,
  type Stampede,
  stampede,
} from "./experiment.ts";
import { checks } from "./invariant.ts";
import { report } from "./report.ts";
import { APPLY_DELAY_MS, type System, systems, TTL_MS } from "./systems.ts";

export interface Counted {
  system: System;
  counts: Counts;
  /** 100 readers of a cold product, in each trial. */
  stampedes: Stampede[];
}

/** Lifetimes of the expiry chart. */
const LIFETIMES_MS = [20, 100, 500, 2_500];

export const reads: Chapter = {
  name: "reads",
  number: 3,
  title: "Reads that the database need not answer",
  question: "What takes reads off the database, and what does the reader pay for it?",
  systems,
  experiment:
    "Two instances over a real PostgreSQL with streaming replicas, and Valkey as the cache. In each round 16 readers and one merchant ask at the same time; the merchant " +
    "reads the change back at once. Then 100 readers ask for one cold product at the same moment.",
  invariant:
    "A writer sees its own write; a cold product costs one query. Each system says which of the two it keeps.",
  trials: 4,
  async run(plan) {
    if (!hasPostgres()) return nothing(HOW_TO_GET_POSTGRES);
    const chosen = systems.filter(({ key }) => !plan.only || plan.only.includes(key));
    const needed = Math.max(plan.broken === "primary" ? 1 : 0, ...chosen.map(({ replicas }) => replicas));
    plan.progress(`PostgreSQL with ${needed} replicas`);
    const program = await buildProgram();
    const postgres = await startPostgres({ replicas: needed, applyDelayMs: APPLY_DELAY_MS });
    try {
      await createProducts(postgres.url);
      const all: Counted[] = [];
      for (const system of chosen)
        if (!system.cache || hasValkey()) all.push(await count(program.file, postgres, system, plan));
      const lazy = chosen.find(({ key }) => key === "lazy");
      const expiry: { ttlMs: number; counts: Counts }[] = [];
      if (lazy?.cache && hasValkey() && !plan.only)
        for (const ttlMs of LIFETIMES_MS) {
          const system = { ...lazy, name: `lifetime ${ttlMs} ms`, cache: { ...lazy.cache, ttlMs } };
          expiry.push({ ttlMs, counts: (await count(program.file, postgres, system, plan)).counts });
        }
      const missing = hasValkey() ? [] : [`Lazy loading and write-through: ${HOW_TO_GET}.`];
      return { ...report(all, expiry), checks: all.flatMap(checks), missing };
    } finally {
      await postgres.stop();
      program.remove();
    }
  },
};

const nothing = (reason: string) => ({
  tables: [],
  charts: [],
  checks: [],
  lessons: [],
  missing: [`${reason}.`],
});

async function createProducts(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query("create table product (sku text primary key, version int not null)");
  await client.query(
    `insert into product select 'P-' || n, 1 from generate_series(1, ${PRODUCTS}) n union all select 'P-COLD', 1`,
  );
  const { rows } = await client.query(
    "select pg_current_wal_lsn() as lsn, count(*) as n from pg_stat_replication group by 1",
  );
  const standbys = Number(rows[0]?.n ?? 0);
  // The first readers of a replica must find the table.
  for (;;) {
    const { rows: done } = await client.query("select 1 from pg_stat_replication where replay_lsn >= $1", [
      rows[0]?.lsn ?? "0/0",
    ]);
    if (done.length >= standbys) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await client.end();
}

async function count(program: string, postgres: Postgres, system: System, plan: Plan): Promise<Counted> {
  const { broken } = plan;
  const valkey = system.cache ? await startValkey({}) : undefined;
  const cache = system.cache && {
    ...system.cache,
    ...(broken === "lease" && { hasLease: false }),
    ...(broken === "write" && { onWrite: "nothing" as const }),
  };
  const replicas = broken === "primary" ? 1 : broken === "replicas" ? 0 : system.replicas;
  const group = await startGroup(program, 2, {
    LAB_DATABASE: postgres.url,
    LAB_REPLICA_URLS: postgres.replicas.slice(0, replicas).join(","),
    LAB_STORE: valkey?.url,
    LAB_CACHE: cache ? JSON.stringify(cache) : "",
  });
  const total: Counts = { reads: 0, writes: 0, sources: new Map(), stale: 0, oldestMs: 0, ownMissed: 0 };
  const stampedes: Stampede[] = [];
  try {
    for (let trial = 0; trial < plan.trials; trial++) {
      plan.progress(`${system.name}: trial ${trial + 1} of ${plan.trials}`);
      const edge = system.edgeMs ? createEdge<Page>(system.edgeMs, broken !== "collapse") : undefined;
      const site = createSite(group.instances, edge);
      stampedes.push(await stampede(site, TTL_MS));
      const counts = await browse(site, random(`reads ${plan.seed} ${trial}`));
      for (const key of ["reads", "writes", "stale", "ownMissed"] as const) total[key] += counts[key];
      total.oldestMs = Math.max(total.oldestMs, counts.oldestMs);
      for (const [source, reads] of counts.sources)
        total.sources.set(source, (total.sources.get(source) ?? 0) + reads);
      // Everything in the cache has expired before the next trial.
      if (cache) await new Promise((resolve) => setTimeout(resolve, cache.ttlMs + 50));
    }
  } finally {
    await group.stop();
    await valkey?.stop();
  }
  return { system, counts: total, stampedes };
}
