import { randomUUID } from "node:crypto";
import { links } from "@myclothes/core/links";
import { UserError } from "@myclothes/local/report";
import type { Call, Command, Values } from "../command.ts";
import type { Rollout } from "../rollout/aws.ts";
import { requireStage } from "../target.ts";

interface Link {
  application: string;
  functions: Record<string, string>;
}

/** Only permanent stages have the link. A developer's stage uses new code at once. */
function rolloutsOf(env: NodeJS.ProcessEnv): Rollout[] {
  requireStage(env);
  let link: Link;
  try {
    link = (links as unknown as { Rollout: Link }).Rollout;
  } catch {
    throw new UserError("This stage has no rollouts: a deploy replaces its code at once.");
  }
  const { application, functions } = link;
  return Object.entries(functions).map(([group, of]) => ({ application, group, function: of }));
}

async function out({ env, values, error: report }: Call): Promise<boolean> {
  const { rollOut } = await import("../rollout/rollout.ts");
  const options = {
    report,
    pauseMs: 10_000,
    rolloutId: randomUUID(),
    isAtOnce: values["at-once"] === true,
    isAgain: values.again === true,
  };
  const results = await Promise.allSettled(rolloutsOf(env).map((rollout) => rollOut(rollout, options)));
  for (const result of results) if (result.status === "rejected") report(String(result.reason.message));
  return results.every((result) => result.status === "fulfilled" && result.value);
}

async function back({ env, values, error: report }: Call): Promise<boolean> {
  const all = rolloutsOf(env);
  const chosen = all.filter(({ group }) => (values.function ?? group) === group);
  if (chosen.length === 0)
    throw new UserError(`--function is one of ${all.map(({ group }) => group).join(", ")}.`);
  const to = versionOf(values);
  const { rollBack } = await import("../rollout/back.ts");
  return rollBack(chosen, { report, to });
}

function versionOf({ to, function: name }: Values): number | undefined {
  if (to === undefined) return undefined;
  // Versions differ from function to function.
  if (name === undefined || !/^[1-9]\d*$/.test(String(to)))
    throw new UserError("--to is the number of a version, and needs --function.");
  return Number(to);
}

export const rollouts: Command[] = [
  {
    name: "rollout back",
    usage: "--stage <name> [--function <name> [--to <version>]]",
    help: "undoes the last rollout, or moves one function to a version, at once",
    options: { function: { type: "string" }, to: { type: "string" } },
    usesStores: true,
    run: back,
  },
  {
    name: "rollout",
    usage: "--stage <name> [--at-once] [--again]",
    help: "sends a tenth of the requests to the deployed version, and all after 5 minutes without an alarm",
    options: { "at-once": { type: "boolean" }, again: { type: "boolean" } },
    usesStores: true,
    run: out,
  },
];
