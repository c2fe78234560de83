import { share } from "../../report/numbers.ts";
import type { Chart, Result, Table } from "../../runner/chapter.ts";
import type { Counted } from "./chapter.ts";
import type { Counts, Stampede } from "./experiment.ts";

type Expiry = { ttlMs: number; counts: Counts }[];

const databases = ({ sources }: Counts) =>
  [...sources].filter(([source]) => source === "primary" || source.startsWith("replica"));

const queries = (counts: Counts) => databases(counts).reduce((sum, [, reads]) => sum + reads, 0);
const busiest = (counts: Counts) => Math.max(0, ...databases(counts).map(([, reads]) => reads));
const hits = (counts: Counts) => counts.reads - queries(counts);
const mean = (stampedes: Stampede[]) =>
  stampedes.reduce((sum, { queries }) => sum + queries, 0) / Math.max(1, stampedes.length);

export function report(all: Counted[], expiry: Expiry): Pick<Result, "tables" | "charts" | "lessons"> {
  return {
    tables: [table(all), ...(expiry.length ? [expiryTable(expiry)] : [])],
    charts: [loadChart(all), ...(expiry.length ? [expiryChart(expiry)] : [])],
    lessons: lessons(all, expiry),
  };
}

function table(all: Counted[]): Table {
  return {
    title: "Where reads are answered, and what readers see",
    columns: [
      "system",
      "reads at the busiest database",
      "hit rate",
      "own write not seen",
      "stale answers",
      "oldest, ms",
      "queries of 100 readers of a cold product",
    ],
    rows: all.map(({ system, counts, stampedes }) => [
      system.name,
      share(busiest(counts), counts.reads),
      share(hits(counts), counts.reads),
      `${counts.ownMissed} of ${counts.writes}`,
      share(counts.stale, counts.reads),
      Math.round(counts.oldestMs),
      Math.round(mean(stampedes)),
    ]),
    note: "Oldest: the longest time after which a replaced version was still answered, on this machine.",
  };
}

function expiryTable(expiry: Expiry): Table {
  return {
    title: "Lazy loading: what a lifetime costs",
    columns: ["lifetime, ms", "reads at the database", "stale answers", "oldest, ms"],
    rows: expiry.map(({ ttlMs, counts }) => [
      ttlMs,
      share(queries(counts), counts.reads),
      share(counts.stale, counts.reads),
      Math.round(counts.oldestMs),
    ]),
  };
}

function loadChart(all: Counted[]): Chart {
  return {
    kind: "bars",
    title: "Reads at the busiest database, and stale answers",
    says: "Replicas divide the reads among more databases, and caches take them away. Both answer with old versions for a while.",
    x: "system",
    y: "% of reads",
    series: [
      {
        name: "busiest database",
        points: all.map(({ system, counts }) => [system.name, (100 * busiest(counts)) / counts.reads]),
      },
      {
        name: "stale answers",
        points: all.map(({ system, counts }) => [system.name, (100 * counts.stale) / counts.reads]),
      },
    ],
  };
}

function expiryChart(expiry: Expiry): Chart {
  const points = (value: (counts: Counts) => number) =>
    expiry.map(({ ttlMs, counts }): [string, number] => [
      `${ttlMs} ms`,
      (100 * value(counts)) / counts.reads,
    ]);
  return {
    kind: "bars",
    title: "The price of a longer lifetime",
    says: "The longer an entry lives, the fewer reads reach the database, and the more answers are stale.",
    x: "lifetime",
    y: "% of reads",
    series: [
      { name: "at the database", points: points(queries) },
      { name: "stale", points: points(({ stale }) => stale) },
    ],
  };
}

function lessons(all: Counted[], expiry: Expiry): string[] {
  const find = (key: string) => all.find(({ system }) => system.key === key);
  const said: string[] = [];
  const [five, lazySimple, lazy, through, edge] = [
    "replicas-5",
    "lazy-simple",
    "lazy",
    "through",
    "edge",
  ].map(find);
  if (five)
    said.push(
      `With five replicas, the busiest database answers ${share(busiest(five.counts), five.counts.reads)} of the reads, and each of them repeats every write. ${five.counts.ownMissed} of ${five.counts.writes} writers did not see their own write.`,
    );
  if (lazySimple && lazy)
    said.push(
      `A cold product that 100 readers want costs ${Math.round(mean(lazySimple.stampedes))} queries with plain lazy loading, and ${Math.round(mean(lazy.stampedes))} with a lease.`,
    );
  if (through && lazy)
    said.push(
      `Write-through hides no write from its writer (${through.counts.ownMissed} of ${through.counts.writes}; lazy loading ${lazy.counts.ownMissed}), at a hit rate of ${share(hits(through.counts), through.counts.reads)} instead of ${share(hits(lazy.counts), lazy.counts.reads)}.`,
    );
  if (edge)
    said.push(
      `The edge answers ${share(hits(edge.counts), edge.counts.reads)} of the reads without the shop, and shows old versions like any cache: ${share(edge.counts.stale, edge.counts.reads)} of the answers.`,
    );
  const [first, last] = [expiry[0], expiry.at(-1)];
  if (first && last)
    said.push(
      `From a lifetime of ${first.ttlMs} ms to ${last.ttlMs} ms, the database's share falls from ${share(queries(first.counts), first.counts.reads)} to ${share(queries(last.counts), last.counts.reads)}, and stale answers rise from ${share(first.counts.stale, first.counts.reads)} to ${share(last.counts.stale, last.counts.reads)}.`,
    );
  said.push(
    "This shop does not scale reads by replicas: the Data API reaches the writer only, so a replica answers none of them. Its replica is there to take over.",
  );
  return said;
}
