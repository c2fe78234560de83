import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { command, processesWith, script } from "./fixtures/processes.ts";

/** A look in the suite, the whole in `npm run test:faults`: a killed start costs as much as half a start. */
const [START_MOMENTS, DATABASE_MOMENTS] = process.env.FAULTS ? [24, 8] : [6, 3];
const ready = /(http:\/\/localhost:\d+)\/docs[\s\S]+Ctrl-C/;

type Started = ReturnType<typeof script>;

/** Kills a program at moments that are spread over its start, and checks each time that nothing of it is left. */
async function killAtEachMoment(start: (mark: string) => Started, isReady: RegExp, moments: number) {
  const since = performance.now();
  const whole = start(randomUUID());
  await whole.said(isReady);
  const durationMs = performance.now() - since;
  whole.kill("SIGKILL");
  const seen = new Set<number>();
  for (let moment = 1; moment <= moments; moment++) {
    const mark = randomUUID();
    const started = start(mark);
    await sleep((durationMs * moment) / moments);
    seen.add(processesWith(`MARK=${mark}`).length);
    started.kill("SIGKILL");
    await started.ended;
    await expect.poll(() => processesWith(`MARK=${mark}`), { timeout: 20_000, interval: 100 }).toEqual([]);
  }
  // The moments differ: there are some before the first child, and some when there are many.
  expect(Math.max(...seen) - Math.min(...seen)).toBeGreaterThanOrEqual(2);
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "killed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("leaves no process behind, whenever npm start is killed", async () => {
  const start = (mark: string) => command("start", emptyFolder(), ["--port", "0"], { MARK: mark });
  await killAtEachMoment(start, ready, START_MOMENTS);
}, 1_200_000);

it("leaves no process behind, whenever the Data API is killed while it creates a database", async () => {
  const cli = fileURLToPath(new URL("../../packages/data-api-local/src/cli.ts", import.meta.url));
  const start = (mark: string) =>
    script(cli, process.cwd(), ["--port", "0", "--dir", emptyFolder()], { MARK: mark });
  await killAtEachMoment(start, /data api ready/, DATABASE_MOMENTS);
}, 600_000);
