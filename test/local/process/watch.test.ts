import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { watchFolders } from "../../../packages/local/src/process/watch.ts";

let root: string;
let stop: () => void;
const seen = new Set<string>();
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "watch-"));
  mkdirSync(path.join(root, "inner"));
  writeFileSync(path.join(root, "inner/old.ts"), "1");
  seen.clear();
  ({ stop } = watchFolders([root], (files) => {
    for (const file of files) seen.add(path.relative(root, file));
  }));
});
afterEach(() => {
  stop();
  rmSync(root, { recursive: true, force: true });
});

it("reports a changed file, and one that takes another's place, as editors save", async () => {
  writeFileSync(path.join(root, "inner/old.ts"), "2");
  await expect.poll(() => [...seen]).toEqual(["inner/old.ts"]);
  seen.clear();
  writeFileSync(path.join(root, "inner/.old.ts.tmp"), "3");
  renameSync(path.join(root, "inner/.old.ts.tmp"), path.join(root, "inner/old.ts"));
  await expect.poll(() => [...seen]).toEqual(["inner/old.ts"]);
});

it("reports files in a folder that is new", async () => {
  mkdirSync(path.join(root, "inner/new"));
  await expect.poll(() => [...seen]).toEqual(["inner/new"]);
  seen.clear();
  writeFileSync(path.join(root, "inner/new/file.ts"), "1");
  await expect.poll(() => [...seen]).toContain("inner/new/file.ts");
});

it("does not report the files that editors put beside a source", async () => {
  for (const name of [".#old.ts", "old.ts~", ".old.ts.swp"]) writeFileSync(path.join(root, name), "1");
  writeFileSync(path.join(root, "last.ts"), "1");
  await expect.poll(() => [...seen]).toEqual(["last.ts"]);
});
