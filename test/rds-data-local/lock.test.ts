import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type Lock, lockFolder } from "../../packages/rds-data-local/src/pglite/lock.ts";
import { temporaryFolder } from "./support/cli.ts";

it("has one holder at a time, and is free after its release", async () => {
  const dir = temporaryFolder();
  const lock = await lockFolder(dir);
  await expect(lockFolder(dir)).rejects.toThrow(`the folder ${dir} is in use by process ${process.pid}`);
  await lock.release();
  await (await lockFolder(dir)).release();
  expect(readdirSync(dir)).toEqual([".lock"]);
  // The last link stays, so that no process creates its number again.
  expect(readdirSync(join(dir, ".lock"))).toEqual(["2"]);
});

it("passes to another process after its holder was killed, and removes the old links", async () => {
  const dir = temporaryFolder();
  const module = fileURLToPath(new URL("../../packages/rds-data-local/src/pglite/lock.ts", import.meta.url));
  const code = `const { lockFolder } = await import(${JSON.stringify(module)});
    await lockFolder(${JSON.stringify(dir)}, "somebody");
    process.stdin.resume();
    console.log("held");`;
  const holder = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", code]);
  await once(holder.stdout, "data");
  await expect(lockFolder(dir)).rejects.toThrow(`the folder ${dir} is in use by somebody`);
  holder.kill("SIGKILL");
  await once(holder, "close");
  const lock = await lockFolder(dir);
  const left = readdirSync(join(dir, ".lock")).filter((name) => !name.startsWith(`${process.pid}-`));
  expect(left).toEqual(["2"]);
  await lock.release();
});

it("works for a folder whose path is too long for a socket", async () => {
  const dir = join(temporaryFolder(), "deep".repeat(30));
  mkdirSync(dir);
  const lock = await lockFolder(dir);
  await expect(lockFolder(dir)).rejects.toThrow(`the folder ${dir} is in use`);
  await lock.release();
  await (await lockFolder(dir)).release();
});

it("has one holder if several processes try at once", async () => {
  const dir = temporaryFolder();
  for (let round = 0; round < 50; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => lockFolder(dir)));
    const holders = outcomes.filter(
      (outcome): outcome is PromiseFulfilledResult<Lock> => outcome.status === "fulfilled",
    );
    expect(holders).toHaveLength(1);
    await Promise.all(holders.map(({ value }) => value.release()));
  }
});
