import { fileURLToPath } from "node:url";
import { synth } from "@myclothes/synth";
import type { Graph } from "@myclothes/synth/graph";
import { platform } from "../support/platform.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const known = new Map<string, Promise<Graph>>();

/** What a stage is made of; each is synthesised once in a file. */
export function graphOf(
  stage: string,
  options: { dev?: boolean; env?: Record<string, string> } = {},
): Promise<Graph> {
  const name = JSON.stringify([stage, options]);
  const graph = known.get(name) ?? synth({ root, stage, ...options, ...(platform && { platform }) });
  known.set(name, graph);
  return graph;
}

export const stages = async () => {
  const production = await graphOf("production");
  const staging = await graphOf("staging");
  const alice = await graphOf("alice");
  const dev = await graphOf("alice", { dev: true });
  return { production, staging, alice, dev };
};
export type Stages = Awaited<ReturnType<typeof stages>>;
