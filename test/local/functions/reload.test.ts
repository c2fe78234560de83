import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instances, startInstances } from "../../../packages/local/src/functions/instances.ts";

let folder: string;
let instances: Instances;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "reload-"));
});
afterEach(async () => {
  await instances.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A function that answers with its version, after `ms`. */
function bundleOf(version: string, ms = 0): string {
  const file = path.join(folder, `${version}.mjs`);
  const wait = `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;
  writeFileSync(file, `export const handler = async () => { ${wait} return ${JSON.stringify(version)}; };`);
  return file;
}

let calls = 0;
async function call(): Promise<unknown> {
  const instance = await instances.next(60_000);
  return instance?.invoke({ id: String(++calls), event: {}, deadline: Date.now() + 60_000 });
}

const start = async (bundle: string, inspectPort?: number) => {
  let printed = "";
  const log = (text: string) => {
    printed += text;
  };
  instances = await startInstances(1, { name: "Api", bundle, env: process.env, log, inspectPort });
  return () => printed;
};

it("answers every call while it reloads, the earlier ones by the old version", async () => {
  await start(bundleOf("old", 300));
  const early = [call(), call()];
  await sleep(0);
  let reloaded = false;
  const reload = instances
    .reload(bundleOf("new"), async () => {})
    .finally(() => {
      reloaded = true;
    });
  const during: Promise<unknown>[] = [];
  while (!reloaded) {
    during.push(call());
    await sleep(5);
  }
  await reload;
  expect(await call()).toBe("new");
  expect(await Promise.all(early)).toEqual(["old", "old"]);
  expect((await Promise.all(during)).filter((answer) => answer !== "old" && answer !== "new")).toEqual([]);
  await expect.poll(() => instances.list().length).toBe(1);
});

it("goes on with the old version when the new one cannot start", async () => {
  await start(bundleOf("old"));
  const broken = path.join(folder, "broken.mjs");
  cpSync(fileURLToPath(new URL("../fixtures/refuses-to-start.mjs", import.meta.url)), broken);
  let switched = false;
  const reload = instances.reload(broken, async () => {
    switched = true;
  });
  await expect(reload).rejects.toThrow(/^Api 1 could not start: Error: the bundle is broken on purpose$/);
  expect([switched, await call()]).toEqual([false, "old"]);
});

it("replaces an instance that dies after a reload with the new version", async () => {
  await start(bundleOf("old"));
  await instances.reload(bundleOf("new"), async () => {});
  const [before] = instances.list();
  process.kill(before?.pid ?? Number.NaN, "SIGKILL");
  await expect.poll(() => instances.list()[0]?.pid ?? before?.pid).not.toBe(before?.pid);
  expect(await call()).toBe("new");
});

it("opens the same port for a debugger after a reload", async () => {
  const inspectPort = 20_000 + (process.pid % 20_000);
  const printed = await start(bundleOf("old"), inspectPort);
  const debuggers = async () =>
    (await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`)).json()) as { id: string }[];
  const [before] = await debuggers();
  await instances.reload(bundleOf("new"), async () => {});
  await expect.poll(async () => (await debuggers().catch(() => [before]))[0]?.id).not.toBe(before?.id);
  expect(printed()).not.toContain("address already in use");
});
