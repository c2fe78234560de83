import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, launch, node } from "../../packages/local/src/process/child.ts";

/**
 * What is measured. The two bare servers send the shop's bytes and do nothing else. The SDK alone makes the shop's calls to the
 * stores. All but `bare` and `door` are Lambda handlers behind the same small server.
 */
export const titles = {
  bare: "bare Hono",
  door: "the shop's front door",
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

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Starts the shop as `npm start` does, with its data in `dir`. */
export async function startShop(dir: string, env: NodeJS.ProcessEnv): Promise<Shop & Child> {
  let shop: Shop | undefined;
  const onMessage = (message: unknown) => {
    shop = message as Shop;
  };
  const child = await launch({
    ...node(file("shop.ts"), [dir]),
    name: "The shop",
    ready: /^ready$/,
    env,
    onMessage,
  });
  if (!shop) throw new Error("The shop did not send its address.");
  return { ...child, ...shop };
}

/** Starts a Lambda handler behind the smallest possible server. `bare.ts` is a server itself. */
export async function serve(
  name: Name,
  module: string,
  env: NodeJS.ProcessEnv,
): Promise<Target & { stop(): Promise<void> }> {
  const program =
    name === "bare" ? node(file(module), []) : node(file("server.ts"), [path.resolve(file("."), module)]);
  const { ready, stop } = await launch({ ...program, name: module, ready: /ready on (http:\S+)/, env });
  return { name, url: ready[1] ?? "", stop };
}
