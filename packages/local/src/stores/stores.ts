import { fileURLToPath } from "node:url";
import type { Env } from "../engines/env.ts";
import { launch, node } from "../process/child.ts";
import type { Tell } from "../process/narrate.ts";

/**
 * Makes the stores ready: tables, migrations, seed. Existing data stays. This runs in a process of its own, whose
 * memory is freed when it ends, and so that no client in this process points at stores that stop later.
 */
export async function prepareStores(env: Env, tell: Tell): Promise<void> {
  const child = await launch({
    ...node(fileURLToPath(new URL("prepare.ts", import.meta.url)), []),
    name: "The stores",
    ready: /^ready$/,
    env: { ...process.env, ...env },
    onMessage: (told) => tell(...(told as Parameters<Tell>)),
  });
  await child.stop();
}
