import { fileURLToPath } from "node:url";
import { launch, node } from "../../packages/local/src/process/child.ts";

/**
 * The servers that are compared. Bare Hono sends the shop's bytes without any work. The SDK alone makes the shop's calls to the
 * stores. All but `bare` and `gateway` are Lambda handlers behind the same small server.
 */
export const titles = {
  bare: "bare Hono",
  gateway: "the gateway",
  floor: "bare Hono as a handler",
  ceiling: "the SDK alone",
  instance: "one instance of the shop",
};
export type Name = keyof typeof titles;

export interface Target {
  name: Name;
  url: string;
}

export interface Shop {
  url: string;
  env: Record<string, string>;
  /** The names of the engines for DynamoDB and Aurora. */
  engines: string[];
}

const start = (name: string, script: string, args: string[], env: NodeJS.ProcessEnv) =>
  launch({ ...node(file(script), args), name, ready: /^ready (.*)$/, env });
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Starts the shop as `npm start` does, with temporary data. */
export async function startShop(env: NodeJS.ProcessEnv) {
  const { ready, stop } = await start("The shop", "shop.ts", [], env);
  return { ...(JSON.parse(ready[1] ?? "") as Shop), stop };
}

/** Starts a module behind `server.ts`: the shop's own, or else the one that replays recorded answers. */
export async function serve(name: Name, env: NodeJS.ProcessEnv, module = file("replay.ts")) {
  const calls = name === "ceiling" ? { BENCH_CALLS: "1" } : {};
  const args = name === "bare" ? [module, name] : [module];
  const { ready, stop } = await start(titles[name], "server.ts", args, { ...env, ...calls });
  return { name, url: ready[1] ?? "", stop };
}
