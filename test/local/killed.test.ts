import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, inject, it, onTestFinished } from "vitest";
import { needsAnotherRound } from "../support/rounds.ts";
import { command, processesWith, script } from "./fixtures/processes.ts";

/**
 * Few moments in the suite, many in `npm run test:faults`: a killed start costs as much as half a start. In the suite the starts
 * use the Data API of the test run. `start.test.ts` kills a shop with a Data API of its own.
 */
const [START_MOMENTS, DATABASE_MOMENTS] = process.env.FAULTS ? [24, 8] : [3, 1];
const engines = (): Record<string, string> =>
  process.env.FAULTS ? {} : { AWS_ENDPOINT_URL_RDS_DATA: inject("env").AWS_ENDPOINT_URL_RDS_DATA ?? "" };
const ready = /(http:\/\/localhost:\d+)\/docs[\s\S]+Ctrl-C/;

type Started = ReturnType<typeof script>;

/**
 * Kills a program at moments that are spread over its start, and checks each time that nothing of it is left. `spread`: by how
 * much the numbers of its processes at these moments must differ.
 */
async function killAtEachMoment(
  start: (mark: string) => Started,
  isReady: RegExp,
  moments: number,
  spread: number,
) {
  const since = performance.now();
  const whole = start(uniqueMark());
  await whole.said(isReady);
  const durationMs = performance.now() - since;
  whole.kill("SIGKILL");
  const seen = new Set<number>();
  const differ = () => Math.max(...seen) - Math.min(...seen) >= spread;
  for (let moment = 1; needsAnotherRound(moment - 1, moments, differ, since); moment++) {
    const mark = uniqueMark();
    const started = start(mark);
    // Further rounds kill at the same moments again, because at later ones all processes run.
    await sleep((durationMs * (((moment - 1) % moments) + 1)) / moments);
    seen.add(processesWith(`MARK=${mark}`).length);
    started.kill("SIGKILL");
    await started.ended;
    await expect.poll(() => processesWith(`MARK=${mark}`), { timeout: 200_000, interval: 100 }).toEqual([]);
  }
}

/** An environment variable's value that no other process has. After a failed test, the processes that have it are killed. */
function uniqueMark(): string {
  const mark = randomUUID();
  onTestFinished(() => {
    for (const line of processesWith(`MARK=${mark}`)) {
      try {
        process.kill(Number.parseInt(line, 10), "SIGKILL");
      } catch {}
    }
  });
  return mark;
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "killed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("leaves no process behind, whenever npm start is killed", async () => {
  const start = (mark: string) =>
    command("start", emptyFolder(), ["--port", "0"], { ...engines(), MARK: mark });
  // Some moments come before the first child, and some when there are many children.
  await killAtEachMoment(start, ready, START_MOMENTS, 2);
}, 1_200_000);

it.each(process.env.FAULTS ? [0, 300, 3_000] : [0, 3_000])(
  "leaves no process behind when npm is killed %d ms after it ran the script",
  async (ms) => {
    const root = fileURLToPath(new URL("../../", import.meta.url));
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const line = scripts.start
      .replace(" tsx ", ` ${pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href} `)
      .replace("packages/", path.join(root, "packages/"));
    expect(line).toContain("$PPID");
    const npm = `require("node:child_process").spawn("/bin/sh", ["-c", ${JSON.stringify(`echo started; ${line} --port 0`)}], { stdio: "inherit" })`;
    const mark = uniqueMark();
    const cwd = emptyFolder();
    const env = { PATH: process.env.PATH ?? "", npm_lifecycle_event: "start", MARK: mark };
    const killed = spawn(process.execPath, ["--eval", npm], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(killed.stdout, "data");
    await sleep(ms);
    expect(processesWith(`MARK=${mark}`).length).toBeGreaterThanOrEqual(2);
    killed.kill("SIGKILL");
    await expect.poll(() => processesWith(`MARK=${mark}`), { timeout: 300_000, interval: 200 }).toEqual([]);
  },
  300_000,
);

it("leaves no process behind, whenever the Data API is killed while it creates a database", async () => {
  const cli = fileURLToPath(new URL("../../packages/rds-data-local/src/cli.ts", import.meta.url));
  const start = (mark: string) =>
    script(cli, process.cwd(), ["--port", "0", "--dir", emptyFolder()], { MARK: mark });
  // It creates the database in its own process.
  await killAtEachMoment(start, /data api ready/, DATABASE_MOMENTS, 0);
}, 1_200_000);
