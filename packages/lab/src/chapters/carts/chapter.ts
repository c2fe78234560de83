import { random } from "@myclothes/demo-catalogue/random";
import type { Chapter, Plan } from "../../runner/chapter.ts";
import { buildProgram } from "../../runner/program.ts";
import { type Carts, type Growth, grow, instancesDie, storeDies, twoTabs } from "./experiment.ts";
import { report } from "./report.ts";
import { type Site, startSite } from "./site.ts";
import { type System, systems } from "./systems.ts";
import { type Tampering, tamper } from "./tamper.ts";

/** All that was counted about one system. */
export interface Counted {
  system: System;
  instances: Carts;
  store: Carts | undefined;
  /** Trials in which a tab's item was missing. */
  tabsLost: number;
  growth: Growth;
  tampered: Record<keyof Tampering, number>;
  /** Milliseconds of answered requests, sorted. */
  durations: number[];
}

export const carts: Chapter = {
  name: "carts",
  number: 2,
  title: "The cart that must not be lost",
  question:
    "Where must a cart be, so that no server's death, no second tab and no clever shopper changes it?",
  systems,
  experiment:
    "Three instances behind a balancer. Shoppers add in rounds, all at once, while instances or the store die by kill -9 and answers are lost on the way; " +
    "a client repeats a write until it is answered. Then two tabs add at the same moment, a cart grows to 100 lines, and a shopper changes and replays cookies.",
  invariant: "A cart contains every write that was answered, each once, and nothing else.",
  trials: 12,
  async run(plan) {
    const program = await buildProgram();
    const missing: string[] = [];
    const all: Counted[] = [];
    try {
      for (const system of systems.filter(({ key }) => !plan.only || plan.only.includes(key))) {
        const reason = system.missing?.();
        if (reason) missing.push(`${system.name}: ${reason}.`);
        else all.push(await count(program.file, system, plan));
      }
    } finally {
      program.remove();
    }
    return { ...report(all, plan), missing };
  },
};

type Part = "latency" | "instances" | "store" | "tabs" | "tamper" | "growth";

async function count(program: string, system: System, plan: Plan): Promise<Counted> {
  const site = await startSite(program, system, plan.broken);
  const instances = noCarts();
  const store = noCarts();
  const tampered = { forged: 0, altered: 0, replayed: 0 };
  let tabsLost = 0;
  const has = (part: Part) => !plan.parts || plan.parts.includes(part);
  try {
    plan.progress(`${system.name}: latency`);
    const durations = has("latency") ? await latency(site, Math.min(150, 15 * plan.trials)) : [];
    for (let trial = 0; trial < plan.trials; trial++) {
      // The same faults for each system.
      const next = () => random(`carts ${plan.seed} ${trial}`);
      plan.progress(`${system.name}: trial ${trial + 1} of ${plan.trials}`);
      if (has("instances")) sum(instances, await instancesDie(site, next()));
      if (has("store")) sum(store, await storeDies(site, next()));
      if (has("tabs") && !(await twoTabs(site, next()))) tabsLost++;
      if (!has("tamper")) continue;
      const tried = await tamper(site, next());
      for (const way of ["forged", "altered", "replayed"] as const) if (tried[way]) tampered[way]++;
    }
    const growth = has("growth") ? await grow(site) : { bytes: [], full: undefined, silentlyLost: 0 };
    return { system, instances, store: site.store && store, tabsLost, growth, tampered, durations };
  } finally {
    await site.stop();
  }
}

const noCarts = (): Carts => ({ carts: 0, lost: 0, wrong: 0, wrongAnswers: 0, answers: 0 });

function sum(total: Carts, more: Carts | undefined): void {
  if (more) for (const key of Object.keys(total) as (keyof Carts)[]) total[key] += more[key];
}

/** Durations of writes without faults, one after another. */
async function latency(site: Site, writes: number): Promise<number[]> {
  const shopper = site.shopper();
  for (let warm = 0; warm < 15; warm++) await shopper.add("SHIRT-1");
  shopper.browser.durations.length = 0;
  for (let write = 0; write < writes; write++) await shopper.add("SHIRT-1");
  return shopper.browser.durations.sort((a, b) => a - b);
}
