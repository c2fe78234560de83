import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Lock, lockFolder } from "../../packages/data-api-local/src/pglite/lock.ts";
import { another } from "../support/patience.ts";
import { temporaryFolder } from "./support/cli.ts";

it("is held by one at a time, and free once released", async () => {
  const dir = temporaryFolder();
  const lock = await lockFolder(dir);
  await expect(lockFolder(dir)).rejects.toThrow(`the folder ${dir} is in use by process ${process.pid}`);
  await lock.release();
  expect(readdirSync(dir)).toEqual([]);
  await (await lockFolder(dir)).release();
});

it("is taken over from the dead, whoever has their process id now", async () => {
  const dir = temporaryFolder();
  // Left by a process that died at once, under the id of one that lives: ours.
  const path = join(dir, `lock-${process.pid}-dead00.sock`);
  const script = `require("node:net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
  const dead = spawn(process.execPath, ["--eval", script, path]);
  await new Promise((resolve) => dead.once("close", resolve));
  expect(readdirSync(dir)).toHaveLength(1);
  const lock = await lockFolder(dir);
  expect(readdirSync(dir)).toHaveLength(1);
  expect(readdirSync(dir)).not.toContain(path);
  await lock.release();
});

it("holds for a folder whose path is too long for a socket's", async () => {
  const dir = join(temporaryFolder(), "deep".repeat(30));
  mkdirSync(dir);
  const lock = await lockFolder(dir);
  await expect(lockFolder(dir)).rejects.toThrow(`the folder ${dir} is in use`);
  await lock.release();
  await (await lockFolder(dir)).release();
});

it("never has two holders, however many come at once", async () => {
  const dir = temporaryFolder();
  let wins = 0;
  const since = performance.now();
  for (let round = 0; another(round, 20, () => wins > 0, since); round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => lockFolder(dir)));
    const holders = outcomes.filter(
      (outcome): outcome is PromiseFulfilledResult<Lock> => outcome.status === "fulfilled",
    );
    expect(holders.length).toBeLessThanOrEqual(1);
    wins += holders.length;
    await Promise.all(holders.map(({ value }) => value.release()));
  }
});
