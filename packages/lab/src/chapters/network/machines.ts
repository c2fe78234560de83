// Builds one network and tries every path: `unshare --net node machines.mjs <system> <broken> <seed>`. It has a network namespace of
// its own, so it changes nothing on the machine, and all that it creates is gone with its processes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { random } from "@myclothes/demo-catalogue/random";
import { PORTS, paths, TIERS, type Tier } from "./paths.ts";
import { firewall, flat, routes, type Wiring } from "./wires.ts";

const wirings: Record<string, Wiring> = { flat, routes, firewall };
const [system = "", broken = "", seed = ""] = process.argv.slice(2);

async function startTier(tier: Tier) {
  const program = join(import.meta.dirname, "tier.mjs");
  const args = ["--net", process.execPath, program, tier, ...PORTS[tier].map(String)];
  const child = spawn("unshare", args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  await once(lines, "line");
  const reaches = async (targets: object[]): Promise<boolean[]> => {
    const answer = once(lines, "line");
    child.stdin.write(`${JSON.stringify(targets)}\n`);
    return JSON.parse((await answer)[0]);
  };
  return { pid: child.pid ?? 0, reaches, stop: () => child.kill() };
}

const started = await Promise.all(TIERS.map(startTier));
const tiers = Object.fromEntries(TIERS.map((tier, at) => [tier, started[at]])) as Record<
  Tier,
  (typeof started)[number]
>;
const pids = { client: tiers.client.pid, web: tiers.web.pid, store: tiers.store.pid };
const addresses = wirings[system]?.(pids, broken);
if (!addresses) throw new Error(`unknown network: ${system}`);
const next = random(`network ${seed}`);
const tryFrom = async (from: Tier, isRequired: boolean) => {
  const chosen = paths()
    .filter((path) => path.from === from && path.isRequired === isRequired)
    .map((path) => ({ path, lot: next() }))
    .sort((one, other) => one.lot - other.lot)
    .map(({ path }) => path);
  const targets = chosen.map(({ tier, port }) => ({ address: addresses[tier], port, name: tier }));
  const areOpen = await tiers[from].reaches(targets);
  for (const [at, path] of chosen.entries()) console.log(JSON.stringify({ ...path, isOpen: areOpen[at] }));
};
// First what is required. Those connections are open while the others are tried.
for (const isRequired of [true, false]) await Promise.all(TIERS.map((tier) => tryFrom(tier, isRequired)));
for (const { stop } of started) stop();
