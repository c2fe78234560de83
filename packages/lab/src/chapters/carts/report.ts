import { percentile, share } from "../../report/numbers.ts";
import { PRICES_OF } from "../../report/prices.ts";
import { type Chart, type Check, checkOf, type Plan, type Result, type Table } from "../../runner/chapter.ts";
import type { Counted } from "./chapter.ts";
import { HABITS, storeCost } from "./cost.ts";

const keepsThroughInstances = [
  "cookie",
  "signed",
  "valkey",
  "valkey-aof",
  "valkey-replica",
  "valkey-wait",
  "dynamo",
];
const keepsThroughStore = ["valkey-aof", "valkey-wait", "dynamo"];
const carriesTheCart = ["cookie", "signed"];

export function report(all: Counted[], plan: Plan): Omit<Result, "missing"> {
  return {
    tables: [lostTable(all), tamperTable(all, plan.trials), sizeTable(all)],
    charts: [lostChart(all), bytesChart(all)],
    checks: all.flatMap((counted) => checks(counted, plan)),
    lessons: lessons(all, plan.trials),
  };
}

const notRight = ({ lost, wrong }: { lost: number; wrong: number }) => lost + wrong;

function lostTable(all: Counted[]): Table {
  return {
    title: "Carts that are lost or wrong",
    columns: ["system", "instances die", "wrong answers on the way", "the store dies", "two tabs"],
    rows: all.map(({ system, instances, store, tabsLost }) => [
      system.name,
      `${notRight(instances)} of ${instances.carts}`,
      share(instances.wrongAnswers, instances.answers),
      store ? `${notRight(store)} of ${store.carts}` : "no store",
      tabsLost,
    ]),
    note: "Two tabs: the number of trials in which an item of one tab was missing.",
  };
}

function tamperTable(all: Counted[], trials: number): Table {
  return {
    title: "What a shopper can do with cookies",
    columns: [
      "system",
      "price changed in the cookie",
      "any character changed",
      "old cookie put back after the order",
    ],
    rows: all.map(({ system, tampered }) => [
      system.name,
      `${tampered.forged} of ${trials} sold too cheaply`,
      `${tampered.altered} of ${trials} sold at another total`,
      `${tampered.replayed} of ${trials} sold again at the old price`,
    ]),
  };
}

function sizeTable(all: Counted[]): Table {
  const at = (bytes: [number, number][], line: number) => bytes.find(([lines]) => lines === line)?.[1] ?? "–";
  return {
    title: "Size, speed and cost",
    columns: [
      "system",
      "cookie bytes at 1 line",
      "at 10",
      "at 50",
      "full at line",
      "p50 ms",
      "p99 ms",
      "store, USD a month",
    ],
    rows: all.map(({ system, growth, durations }) => [
      system.name,
      ...[1, 10, 50].map((line) => at(growth.bytes, line)),
      growth.full ?? "not by 100",
      percentile(durations, 0.5).toFixed(1),
      percentile(durations, 0.99).toFixed(1),
      storeCost(system.key)?.toFixed(2) ?? "none",
    ]),
    note: `Cost: ${HABITS.carts.toLocaleString("en")} carts a month with ${HABITS.writes} writes and ${HABITS.reads} reads each, kept ${HABITS.lifeDays} days, at ${PRICES_OF}. Times include the balancer, on this machine.`,
  };
}

function lostChart(all: Counted[]): Chart {
  const percent = ({ lost, wrong, carts }: { lost: number; wrong: number; carts: number }) =>
    (100 * (lost + wrong)) / carts;
  return {
    kind: "bars",
    title: "Carts lost or wrong, in percent",
    says: "Only a store that outlives the instances and its own death keeps every cart: no bar means none was lost.",
    x: "system",
    y: "% of carts",
    series: [
      {
        name: "instances die",
        points: all.map(({ system, instances }) => [system.name, percent(instances)]),
      },
      {
        name: "the store dies",
        points: all.flatMap(({ system, store }) =>
          store ? [[system.name, percent(store)] as [string, number]] : [],
        ),
      },
    ],
  };
}

function bytesChart(all: Counted[]): Chart {
  return {
    kind: "lines",
    title: "Bytes of cookies in each request",
    says: "A cookie that contains the cart grows until the browser refuses it at 4,096 bytes. A session ID stays small.",
    x: "lines in the cart",
    y: "bytes",
    limit: { y: 4096, name: "the limit of browsers" },
    series: all
      .filter(({ system }) => ["sticky", "cookie", "signed", "dynamo"].includes(system.key))
      .map(({ system, growth }) => ({ name: system.name, points: growth.bytes })),
  };
}

function checks(
  { system, instances, store, tabsLost, growth, tampered }: Counted,
  { trials }: Plan,
): Check[] {
  const { key, name } = system;
  const check = checkOf(name);
  const expect = (isKept: boolean) => (isKept ? "never" : "happens");
  const carries = carriesTheCart.includes(key);
  return [
    check(
      "a cart survives the death of instances",
      instances.carts,
      notRight(instances),
      expect(keepsThroughInstances.includes(key)),
    ),
    ...(store
      ? [
          check(
            "a cart survives the death of the store",
            store.carts,
            notRight(store),
            expect(keepsThroughStore.includes(key)),
          ),
        ]
      : []),
    check("two tabs keep both items", trials, tabsLost, carries || key === "memory" ? "happens" : "never"),
    check(
      "an accepted line is in the cart",
      growth.bytes.length,
      growth.silentlyLost,
      key === "memory" ? "happens" : "never",
    ),
    check("a changed price is not sold", trials, tampered.forged, key === "cookie" ? "happens" : "never"),
    check("a changed cookie changes no total", trials, tampered.altered, key === "cookie" ? "open" : "never"),
    check(
      "an old cookie sells nothing",
      trials,
      tampered.replayed,
      carries ? "happens" : key === "memory" ? "open" : "never",
    ),
  ];
}

function lessons(all: Counted[], trials: number): string[] {
  const find = (key: string) => all.find(({ system }) => system.key === key);
  const said: string[] = [];
  const memory = find("memory");
  const sticky = find("sticky");
  if (memory && sticky)
    said.push(
      `Sticky sessions repair what shoppers see (wrong answers fall from ${share(memory.instances.wrongAnswers, memory.instances.answers)} to ${share(sticky.instances.wrongAnswers, sticky.instances.answers)}), but the cart still dies with its instance: ${notRight(sticky.instances)} of ${sticky.instances.carts} carts were lost.`,
    );
  const signed = find("signed");
  const cookie = find("cookie");
  if (signed && cookie)
    said.push(
      `A signature ends forged prices (${cookie.tampered.forged} of ${trials} without it, ${signed.tampered.forged} with it). It does not end replays: ${signed.tampered.replayed} of ${trials} old signed cookies bought once more at the old price, because the server remembers nothing. It does not make the cart safe for two tabs either: ${signed.tabsLost} of ${trials} lost an item.`,
      `With article numbers as long as this shop's, the cookie is full at line ${cookie.growth.full}, and the signed one at line ${signed.growth.full}. Long before, it travels with every request: ${signed.growth.bytes.find(([lines]) => lines === 50)?.[1] ?? 0} bytes at 50 lines.`,
    );
  const replica = find("valkey-replica");
  const wait = find("valkey-wait");
  if (replica?.store && wait?.store)
    said.push(
      `A replica is not yet durability: replication is asynchronous, so ${notRight(replica.store)} of ${replica.store.carts} carts lost writes that had been answered when the replica took over. With WAIT it was ${notRight(wait.store)}, for a p50 of ${percentile(wait.durations, 0.5).toFixed(0)} ms instead of ${percentile(replica.durations, 0.5).toFixed(0)} ms.`,
    );
  const aof = find("valkey-aof");
  if (aof?.store)
    said.push(
      `The append-only file brought back ${aof.store.carts - notRight(aof.store)} of ${aof.store.carts} carts after kill -9. That is the process's death, not the machine's: with \`everysec\`, a loss of power may cost one second of writes, which this machine cannot show.`,
    );
  const dynamo = find("dynamo");
  if (dynamo?.store)
    said.push(
      `The item in DynamoDB lost ${notRight(dynamo.instances)} of ${dynamo.instances.carts} carts to dying instances, and ${notRight(dynamo.store)} of ${dynamo.store.carts} to a dying engine. The local engine stands on one disk; DynamoDB writes to three zones before it answers.`,
    );
  return said;
}
