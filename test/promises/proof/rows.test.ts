import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { page, replaced } from "./page.ts";
import { type Row, root } from "./part.ts";
import { ROWS, readRows, saveRows } from "./rows.ts";

const row = (id: string, changes: Partial<Row> = {}): Row => ({
  id,
  says: `${id} holds`,
  trials: 1_000,
  faults: undefined,
  seeds: [7],
  engines: "dynoxide",
  result: "held",
  on: "2026-11-21",
  machine: "2 cores",
  ...changes,
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rows-"));
  file = path.join(folder, "rows.json");
  writeFileSync(file, "[]");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("keeps the earlier result of a promise that a run leaves out or cannot test, in the order of the promises", () => {
  saveRows([row("C1"), row("F2", { trials: 5 })], file);
  saveRows([row("F1"), row("F2", { result: "BROKEN" }), row("C1", { result: "not run", trials: 0 })], file);
  expect(readRows(file).map(({ id, result, trials, skipped }) => [id, result, trials, skipped])).toEqual([
    ["F1", "held", 1_000, undefined],
    ["F2", "BROKEN", 1_000, undefined],
    ["C1", "held", 1_000, true],
  ]);
  saveRows([row("C1")], file);
  expect(readRows(file).at(-1)).toEqual(row("C1"));
});

it("writes one line for each promise, so that diffs are small", () => {
  saveRows([row("F1"), row("F2")], file);
  const before = readFileSync(file, "utf8").split("\n");
  saveRows([row("F1", { on: "2026-11-22" })], file);
  const after = readFileSync(file, "utf8").split("\n");
  expect(after.filter((line, i) => line !== before[i])).toEqual([expect.stringContaining("2026-11-22")]);
  expect(after).toHaveLength(2 + 3);
  const ours = readFileSync(ROWS, "utf8");
  expect(ours.split("\n")).toHaveLength(JSON.parse(ours).length + 3);
});

it("prints the machines, and which results were skipped since", () => {
  const text = page([row("F1"), row("F2", { machine: "4 cores", skipped: true }), row("F3")]);
  expect(text).toMatch(/^On 2 cores; and on 4 cores:\n\n/);
  expect(text.match(/.*skipped since.*/g)).toEqual([expect.stringMatching(/^\| F2 .* 1,000 /)]);
});

it("test/README.md contains the stored results", () => {
  const readme = readFileSync(path.join(root, "test/README.md"), "utf8");
  expect(replaced(readme, page(readRows()))).toBe(readme);
});

it.each(["--readme", "--show"])("refuses --quick together with %s", async (flag) => {
  const args = ["--import", "tsx", "test/promises/proof/run.ts", "--quick", flag];
  const code = await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, _, stderr) => resolve([error?.code, stderr]));
  });
  expect(code).toEqual([
    1,
    "--quick cannot be combined with --show or --readme, because its results are not stored.\n",
  ]);
});
