import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { keptFolder, temporaryFolder } from "../../../packages/local/src/process/folder.ts";

const root = mkdtempSync(path.join(tmpdir(), "folder-"));
afterAll(() => rmSync(root, { recursive: true }));

function dirWith(files: Record<string, string>): string {
  const dir = mkdtempSync(path.join(root, "state-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(dir, name), content);
  return dir;
}

it("names the command that has a folder, and passes the folder on when that command lets go", async () => {
  const dir = dirWith({});
  const folder = await keptFolder(dir, { command: "npm run aws" });
  await expect(keptFolder(dir, { command: "npm start" })).rejects.toThrow(
    `${dir} is in use by npm run aws (process ${process.pid}). End it first.`,
  );
  await folder.close();
  await (await keptFolder(dir, { command: "npm start" })).close();
});

it.each(["", "x y", "99999999 y", "0 y", "80", "\0\0"])(
  "takes a folder whose lock holds %j",
  async (lock) => {
    const folder = await keptFolder(dirWith({ lock }), { command: "npm start" });
    await folder.close();
  },
);

it("keeps what the folder holds, unless it is to be fresh", async () => {
  const dir = dirWith({ state: "kept" });
  mkdirSync(path.join(dir, "postgres"));
  await (await keptFolder(dir, { command: "npm start" })).close();
  expect(readdirSync(dir)).toEqual(["lock", "postgres", "state"]);
  await (await keptFolder(dir, { command: "npm start", fresh: true })).close();
  expect(readdirSync(dir)).toEqual(["lock"]);
});

it("removes a temporary folder when it is closed", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder.path, "bundle"), "");
  await folder.close();
  expect(() => readdirSync(folder.path)).toThrow("ENOENT");
});
