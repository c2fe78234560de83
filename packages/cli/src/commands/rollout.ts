import { links } from "@myclothes/core/links";
import { UserError } from "@myclothes/local/report";
import type { Call, Command } from "../command.ts";
import { requireStage } from "../target.ts";

interface Link {
  application: string;
  functions: Record<string, string>;
}

/** Only permanent stages have the link. A developer's stage uses new code at once. */
function application(env: NodeJS.ProcessEnv): Link {
  requireStage(env);
  try {
    return (links as unknown as { Rollout: Link }).Rollout;
  } catch {
    throw new UserError("This stage has no rollouts: a deploy replaces its code at once.");
  }
}

async function each(call: Call, one: typeof import("../rollout.ts").rollOut): Promise<boolean> {
  const { application: name, functions } = application(call.env);
  const steps = { report: call.error, pauseMs: 10_000, isAtOnce: call.values["at-once"] === true };
  const works = Object.entries(functions).map(([group, of]) =>
    one({ application: name, group, function: of }, steps),
  );
  const results = await Promise.allSettled(works);
  for (const result of results) if (result.status === "rejected") call.error(String(result.reason.message));
  return results.every((result) => result.status === "fulfilled" && result.value);
}

export const rollouts: Command[] = [
  {
    name: "rollout back",
    usage: "--stage <name>",
    help: "lets the version before answer all requests again, at once",
    usesStores: true,
    run: async (call) => each(call, (await import("../rollout.ts")).rollBack),
  },
  {
    name: "rollout",
    usage: "--stage <name> [--at-once]",
    help: "sends a tenth of the requests to the deployed version, and all after 5 minutes without an alarm",
    options: { "at-once": { type: "boolean" } },
    usesStores: true,
    run: async (call) => each(call, (await import("../rollout.ts")).rollOut),
  },
];
