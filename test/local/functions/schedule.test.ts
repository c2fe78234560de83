import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { schedule } from "../../../packages/local/src/functions/schedule.ts";
import { HANG_MS } from "../../support/timeouts.ts";

const folder = mkdtempSync(path.join(tmpdir(), "schedule-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("calls the function again and again, with its environment, until it is stopped", async () => {
  const bundle = path.join(folder, "function.mjs");
  writeFileSync(bundle, `export const handler = () => console.log("called", process.env.WHO);`);
  let said = "";
  const log = (text: string) => {
    said += text;
  };
  const { stop } = schedule({ bundle, env: { WHO: "Ada" }, log, everyMs: 200 });
  await vi.waitFor(() => expect(said.match(/called Ada/g)?.length).toBeGreaterThan(2), { timeout: HANG_MS });
  await stop();
  const before = said;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(said).toBe(before);
});
