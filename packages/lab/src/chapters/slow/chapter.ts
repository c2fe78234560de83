import { random } from "@myclothes/demo-catalogue/random";
import { percentile } from "../../report/numbers.ts";
import type { Chapter, Check } from "../../runner/chapter.ts";
import { buildProgram } from "../../runner/program.ts";
import { type Outcome, order } from "./experiment.ts";
import { type System, systems } from "./systems.ts";

type Ordered = { system: System; outcomes: Outcome[] };

/** The whole lab sends 1,000 mails in each system; a test sends fewer. */
const ORDERS = 500;
const FEW = 90;

export const slow: Chapter = {
  name: "slow",
  number: 6,
  title: "Slow work",
  question: "What happens to orders, and to their mails, when the mail takes longer than the order?",
  systems,
  experiment:
    "In each trial 500 orders arrive, 40 a second. The provider sends 5 mails at once, each in 200 ms. Three instances and three workers die by kill -9 while they work. " +
    "A shopper who gets an error does not order again.",
  invariant: "Each order that is stored gets its mail.",
  trials: 2,
  async run({ seed, trials, progress, broken, only }) {
    const instance = await buildProgram();
    const worker = await buildProgram("chapters/slow/worker.ts");
    const all: Ordered[] = [];
    try {
      for (const system of systems.filter(({ key }) => !only || only.includes(key))) {
        const outcomes: Outcome[] = [];
        for (let trial = 0; trial < trials; trial++) {
          progress(`${system.name}: trial ${trial + 1} of ${trials}`);
          const programs = { instance: instance.file, worker: worker.file };
          const orders = trials === 1 ? FEW : ORDERS;
          outcomes.push(await order(programs, system, orders, random(`slow ${seed} ${trial}`), broken));
        }
        all.push({ system, outcomes });
      }
    } finally {
      instance.remove();
      worker.remove();
    }
    const p99 = (key: string) => {
      const found = all.find(({ system }) => system.key === key);
      return found && percentile(durations(found), 0.99);
    };
    const [inRequest, inQueue] = [p99("request"), p99("queue")];
    const ratio = inRequest && inQueue ? inRequest / inQueue : undefined;
    const [first, second] = all;
    return {
      tables: [
        {
          title: "Orders while mails are sent",
          columns: [
            "system",
            "orders stored",
            "mail never sent",
            "mail sent twice",
            "shoppers with an error",
            "most workers",
            "p50 ms",
            "p99 ms",
          ],
          rows: all.map((ordered) => [
            ordered.system.name,
            ...(["orders", "unsent", "twice", "errors"] as const).map((key) => sum(ordered, key)),
            Math.max(...ordered.outcomes.map(({ workers }) => workers)) || "–",
            Math.round(percentile(durations(ordered), 0.5)),
            Math.round(percentile(durations(ordered), 0.99)),
          ]),
        },
      ],
      charts: [
        {
          kind: "bars",
          title: "How long an order takes",
          says: "An order that waits for its mail is as slow as the provider. With a queue, only the workers wait.",
          x: "system",
          y: "ms",
          series: [0.5, 0.99].map((part) => ({
            name: `p${100 * part}`,
            points: all.map((ordered): [string, number] => [
              ordered.system.name,
              percentile(durations(ordered), part),
            ]),
          })),
        },
      ],
      checks: all.map(check),
      lessons:
        first && second && ratio
          ? [
              `With the mail in the request, the p99 of an order is ${ratio.toFixed(1)} times that with a queue.`,
              `When instances died, ${sum(first, "unsent")} of ${sum(first, "orders")} orders in the request never got their mail. With the queue and its sweep it was ${sum(second, "unsent")} of ${sum(second, "orders")}, although workers died too.`,
              `A queue delivers at least once: ${sum(second, "twice")} mails were sent twice, because their worker died between the mail and its mark. What must happen only once needs a mark in the same write as its effect.`,
            ]
          : [],
      missing: [],
    };
  },
};

const durations = ({ outcomes }: Ordered) =>
  outcomes.flatMap(({ durations }) => durations).sort((a, b) => a - b);

const sum = ({ outcomes }: Ordered, key: "orders" | "unsent" | "twice" | "errors") =>
  outcomes.reduce((total, outcome) => total + outcome[key], 0);

const check = (ordered: Ordered): Check => ({
  system: ordered.system.name,
  invariant: "each stored order gets its mail",
  trials: sum(ordered, "orders"),
  violations: sum(ordered, "unsent"),
  expected: ordered.system.hasQueue ? "never" : "happens",
});
