import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { saveTemplate, templatePath } from "../../../packages/local/src/engines/template.ts";

const root = mkdtempSync(path.join(tmpdir(), "template-"));
afterAll(() => rmSync(root, { recursive: true }));

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(root, "folder-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

it("has another path when a source changes, and the same when none does", () => {
  const sources = folderWith({ "0001.sql": "create table a ()", "seed/one.ts": "1" });
  const before = templatePath(root, [sources]);
  expect(templatePath(root, [sources])).toBe(before);
  writeFileSync(path.join(sources, "seed/one.ts"), "2");
  expect(templatePath(root, [sources])).not.toBe(before);
});

it("is saved completely by one of several simultaneous starts, and never changed", async () => {
  const cache = folderWith({});
  const template = path.join(cache, "database-1");
  const database = folderWith({ PG_VERSION: "18", "base/1": "rows" });
  const source = fileURLToPath(new URL("../../../packages/local/src/engines/template.ts", import.meta.url));
  const args = [source, database, template].map((arg) => JSON.stringify(arg));
  const save = `import(${args[0]}).then(({ saveTemplate }) => saveTemplate(${args[1]}, ${args[2]}))`;
  const start = () => promisify(execFile)(process.execPath, ["--import", "tsx", "-e", save]);
  await Promise.all([start(), start()]);
  writeFileSync(path.join(database, "base/1"), "other rows");
  saveTemplate(database, template);
  expect(readFileSync(path.join(template, "base/1"), "utf8")).toBe("rows");
  expect(readdirSync(cache)).toEqual(["database-1"]);
});

it("replaces older templates and those of killed starts, but none that is being saved", () => {
  const dead = spawnSync(process.execPath, ["--version"]).pid;
  const saving = `database-3.${process.ppid}.ab12`;
  const cache = folderWith({
    "database-0/base": "",
    [`database-1.${dead}.ab12/base`]: "",
    [`${saving}/base`]: "",
  });
  saveTemplate(folderWith({ PG_VERSION: "18" }), path.join(cache, "database-1"));
  expect(readdirSync(cache).sort()).toEqual(["database-1", saving]);
});

it("is skipped when the cache cannot be written", () => {
  const cache = path.join(folderWith({ file: "" }), "file/cache");
  saveTemplate(folderWith({ PG_VERSION: "18" }), path.join(cache, "database-1"));
});
