import { fileURLToPath } from "node:url";
import { synth } from "@myclothes/synth";
import type { Graph } from "@myclothes/synth/graph";
import { vi } from "vitest";
import { platform } from "../support/platform.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

interface Options {
  dev?: boolean;
  env?: Record<string, string>;
  secrets?: Record<string, string>;
}

const graphs = new Map<string, Promise<Graph>>();

/**
 * The graph of a stage, synthesised once for each set of options. The first synthesis builds the functions. The others use
 * these files, so they are faster and can run at the same time.
 */
export function graphOf(stage: string, options: Options = {}): Promise<Graph> {
  const key = JSON.stringify([stage, options]);
  const known = graphs.get(key);
  if (known) return known;
  const { env } = options;
  const input = { root, stage, ...options, ...(platform && { platform }) };
  const first = graphs.values().next().value;
  const graph = first
    ? first.then(() => synth({ ...input, env: { ...env, FUNCTIONS_BUILT: "1" } }))
    : synth(input);
  graphs.set(key, graph);
  return graph;
}

/** Production with its own domain, two storefronts elsewhere, a recipient of alarms, a sender of mail, and a larger database. */
export const configured = () =>
  graphOf("production", {
    env: {
      SHOP_DOMAIN: "shop.example.com",
      STOREFRONT_ORIGINS: "https://store.example, http://localhost:3000",
      ALARM_EMAIL: "ops@example.com",
      MAIL_SENDER: "shop@example.com",
      MIN_CAPACITY: "2",
      DAILY_BUDGET: "50",
      COST_MONITOR: "arn:aws:ce::123456789012:anomalymonitor/default",
    },
  });

/** A developer's stage with the longest name that is allowed, so that nothing of it is cut. */
const ALICE = "alices-long-feature";

export async function stages() {
  const production = await graphOf("production");
  const [staging, alice] = await Promise.all([graphOf("staging"), graphOf(ALICE)]);
  const [dev] = await Promise.all([graphOf("alice", { dev: true }), configured()]);
  return { production, staging, alice, dev };
}
export type Stages = Awaited<ReturnType<typeof stages>>;

/** What an operator changes in `stacks/stage.ts`, as its runbook says. */
export interface Settings {
  orders: number | undefined;
  workers: number;
  managedRules: Record<string, { action: "count" | "block"; countedRules: string[] }>;
  edgeSecrets: { sent: number; valid: number[] };
  storefrontSecret: number;
  signingKeys: number[];
  oldReleaseUsesMaster: boolean;
}

/** Reads `stacks/stage.ts` for the stage of a graph. Tests compare with it, so that a change of a setting needs no change of a test. */
export async function settingsOf({ app }: Graph): Promise<Settings> {
  vi.stubGlobal("$app", app);
  // Each stage has a module of its own, because of the query. A constant path would make tsc check the file without SST's types.
  const { stage } = await import(/* @vite-ignore */ `${root}stacks/stage.ts?stage=${app.stage}`);
  vi.unstubAllGlobals();
  return stage;
}
