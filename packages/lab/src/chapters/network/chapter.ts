import type { Chapter } from "../../runner/chapter.ts";
import { buildProgram } from "../../runner/program.ts";
import { shopGraph, statusPastEdge, tryPaths, whyNoNamespaces } from "./experiment.ts";
import { checks, type Measured } from "./invariant.ts";
import { chart, lessons, tables } from "./report.ts";
import { shopPaths, weaken } from "./shop.ts";
import { type System, systems } from "./systems.ts";

export const network: Chapter = {
  name: "network",
  number: 8,
  title: "Who can reach whom",
  question: "Which tier can reach which, and is every path closed that the shop does not need?",
  systems,
  experiment:
    "Client, web and store are real processes, each in a network namespace of its own, connected by virtual cables. Each connects to each port of the others, in an order that the seed gives: first on the required paths, and while those connections stay open, on all others. " +
    "The shop's paths are read from its synthesized stacks, and its real function is asked once without the edge's secret.",
  invariant: "Required paths are open, all others are closed.",
  trials: 5,
  async run({ seed, trials, progress, broken, only }) {
    const chosen = systems.filter(({ key }) => !only || only.includes(key));
    const program = await buildProgram("chapters/network/machines.ts", "chapters/network/tier.ts");
    const noNamespaces = whyNoNamespaces();
    const missing: string[] = [];
    const all: Measured[] = [];
    const measure = async (system: System): Promise<Measured> => {
      if (system.key === "shop") {
        progress("this shop: the resources of its stacks");
        const graph = weaken(await shopGraph(progress), broken);
        return { system, tried: shopPaths(graph, await statusPastEdge()) };
      }
      const tried: Measured["tried"] = [];
      for (let trial = 0; trial < trials; trial++) {
        progress(`${system.name}: trial ${trial + 1} of ${trials}`);
        tried.push(...(await tryPaths(program.file, system.key, `${seed} ${trial}`, broken)));
      }
      return { system, tried };
    };
    try {
      for (const system of chosen) {
        const reason = system.key === "shop" ? undefined : (noNamespaces ?? system.missing?.());
        if (reason) missing.push(`${system.name}: ${reason}.`);
        else
          await measure(system).then(
            (one) => all.push(one),
            (error) => {
              if (error.code !== "NO_PLATFORM") throw error;
              missing.push(`${system.name}: ${error.message}`);
            },
          );
      }
    } finally {
      program.remove();
    }
    return {
      tables: all.length ? tables(all) : [],
      charts: all.length ? [chart(all)] : [],
      checks: all.flatMap(checks),
      lessons: lessons(all),
      missing,
    };
  },
};
