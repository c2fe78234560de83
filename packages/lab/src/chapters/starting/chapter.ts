import path from "node:path";
import { random } from "@myclothes/demo-catalogue/random";
import type { Chapter, Plan } from "../../runner/chapter.ts";
import { startFunction } from "../../runner/function.ts";
import { canSignIn, fillCart, type Start, type StartOptions, signUp, start } from "./experiment.ts";
import { type Fixture, startFixture } from "./fixture.ts";
import { type Counted, checks } from "./invariant.ts";
import { modulesOf } from "./modules.ts";
import { whyNoInstall } from "./registry.ts";
import { chart, lessons, tables } from "./report.ts";
import { bundleIn, systems } from "./systems.ts";

/** Replaying a database takes long. */
const MOST_RESTORED = 3;

export const starting: Chapter = {
  name: "starting",
  number: 5,
  title: "How long until the first answer",
  question: "What must happen before a new instance, or a new database, gives its first right answer?",
  systems,
  experiment:
    "A shopper has filled a cart, with a product that the seed chooses. Then a new instance of the shop's real Api starts, and is asked for the product and the cart at once. The four ways to start it use the same source and the same stores; the catalogue's cache is emptied before each, so that the database answers. " +
    "The registry is a server on this machine with the packages that the repository has installed, and npm's cache is empty: no network is needed.",
  invariant: "The first answer after every start is right: the same product, and the stored cart.",
  trials: 5,
  async run(plan) {
    const reason = whyNoInstall();
    if (reason) return { tables: [], charts: [], checks: [], lessons: [], missing: [`${reason}.`] };
    const fixture = await startFixture(plan.progress);
    try {
      const all = await measure(fixture, plan);
      return {
        tables: tables(all),
        charts: [chart(all)],
        checks: all.flatMap(checks),
        lessons: lessons(all),
        missing: [],
      };
    } finally {
      await fixture.stop();
    }
  },
};

/** Starts each system as often as the plan says. */
export async function measure(fixture: Fixture, { seed, trials, progress, only }: Plan): Promise<Counted[]> {
  const { registry, env } = fixture;
  const warm = await startFunction(bundleIn(fixture.lambda), env);
  const snapshot = path.join(fixture.emptyFolder(), "database");
  try {
    const all: Counted[] = [];
    for (const system of systems.filter(({ key }) => !only || only.includes(key))) {
      const counted: Counted = { system, starts: [], modules: 0, alone: [], accountsLost: 0 };
      const times = system.database ? Math.min(MOST_RESTORED, trials) : trials;
      const image = system.key === "install" || system.key === "image";
      if (system.place)
        counted.modules = await modulesOf(bundleIn(image ? fixture.installed : fixture.lambda), env);
      for (let trial = 0; trial < times; trial++) {
        progress(`${system.name}: trial ${trial + 1} of ${times}`);
        const shopper = await fillCart(warm, random(`starting ${seed} ${trial}`));
        const options: StartOptions = { warm, shopper, snapshot };
        if (system.database)
          options.onAnswer = async (api) => {
            if (!(await canSignIn(api))) counted.accountsLost++;
            // The first replayed database becomes the one that the snapshot was taken from.
            if (system.database === "replay" && trial === 0) await signUp(api);
          };
        if (system.database === "replay" && trial === 0) options.keep = snapshot;
        const begin = async (isUp: boolean): Promise<Start> => {
          registry.isUp = isUp;
          return start(fixture, system, options);
        };
        // Only an install needs the registry. The others start without it.
        if (system.key === "install") counted.starts.push(await begin(true));
        const alone = await begin(false);
        counted.alone.push(alone);
        if (system.key !== "install") counted.starts.push(alone);
      }
      all.push(counted);
    }
    return all;
  } finally {
    registry.isUp = true;
    await warm.stop();
  }
}
