import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { lockedFolder, temporaryFolder } from "../../../packages/local/src/process/folder.ts";
import { script } from "../fixtures/processes.ts";

const root = mkdtempSync(path.join(tmpdir(), "folder-"));
afterAll(() => rmSync(root, { recursive: true }));

function dirWith(files: Record<string, string>): string {
  const dir = mkdtempSync(path.join(root, "state-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(dir, name), content);
  return dir;
}

it("names the command that has a folder, and passes the folder on when that command lets go", async () => {
  const dir = dirWith({});
  const folder = await lockedFolder(dir, { command: "npm run engines" });
  await expect(lockedFolder(dir, { command: "npm start" })).rejects.toThrow(
    `${dir} is in use by npm run engines (process ${process.pid}). Stop it first.`,
  );
  await folder.close();
  await (await lockedFolder(dir, { command: "npm start" })).close();
});

it.each(["", "x y", "0", "7", "999999999999999999"])("takes a folder with %j in its lock", async (name) => {
  const dir = dirWith({});
  mkdirSync(path.join(dir, ".lock", name), { recursive: true });
  const folder = await lockedFolder(dir, { command: "npm start" });
  await expect(lockedFolder(dir, { command: "npm start" })).rejects.toThrow("is in use by npm start");
  await folder.close();
});

/** Processes that take and leave a folder when they are told. */
async function contenders(count: number) {
  const file = fileURLToPath(new URL("../fixtures/contender.ts", import.meta.url));
  const all = Array.from({ length: count }, () => script(file, root));
  await Promise.all(all.map(({ said }) => said(/ready/)));
  return all;
}

it("has one holder, however many processes come at once, and the others change nothing", async () => {
  const all = await contenders(6);
  const dir = dirWith({ state: "kept" });
  for (let round = 1; round <= 20; round++) {
    // A new folder, and one that the holder of an earlier round has left.
    const wanted = round % 2 ? dir : dirWith({ state: "kept" });
    const answers = await Promise.all(all.map(({ ask }, i) => ask(`take ${wanted} ${i < 3 ? "fresh" : ""}`)));
    expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
    const winner = answers.indexOf("held");
    const refusals = answers.filter((answer) => answer !== "held");
    expect(new Set(refusals)).toEqual(
      new Set([`${wanted} is in use by npm start (process ${all[winner]?.pid}). Stop it first.`]),
    );
    expect(readdirSync(wanted).includes("state")).toBe(winner >= 3);
    writeFileSync(path.join(wanted, "state"), "kept");
    await Promise.all(all.map(({ ask }) => ask("leave")));
  }
}, 300_000);

it("has one new holder when the old one was killed, however many processes come at once", async () => {
  const dir = dirWith({});
  const all = await contenders(6);
  while (all.length > 1) {
    const answers = await Promise.all(all.map(({ ask }) => ask(`take ${dir}`)));
    expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
    const [holder] = all.splice(answers.indexOf("held"), 1);
    holder?.kill("SIGKILL");
    await holder?.ended;
  }
}, 300_000);

it("keeps what the folder holds, unless it is to be fresh", async () => {
  const dir = dirWith({ state: "kept" });
  mkdirSync(path.join(dir, "postgres"));
  await (await lockedFolder(dir, { command: "npm start" })).close();
  expect(readdirSync(dir)).toEqual([".lock", "postgres", "state"]);
  await (await lockedFolder(dir, { command: "npm start", fresh: true })).close();
  expect(readdirSync(dir)).toEqual([".lock"]);
});

it("removes a temporary folder when it is closed", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder.path, "bundle"), "");
  await folder.close();
  expect(() => readdirSync(folder.path)).toThrow("ENOENT");
});
