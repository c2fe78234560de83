import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, inject, it, onTestFinished } from "vitest";
import { copy } from "../promises/mutants/copy.ts";
import { HANG_MS } from "../support/timeouts.ts";
import { script } from "./fixtures/processes.ts";

const service = "packages/functions/src/shop/routes/service.ts";

/** A copy of the project, so that a change disturbs no other test. */
async function copyOfProject() {
  const root = path.join(mkdtempSync(path.join(tmpdir(), "dev-")), "project");
  onTestFinished(() => rmSync(path.dirname(root), { recursive: true, force: true }));
  await copy(fileURLToPath(new URL("../../", import.meta.url)), root);
  const save = (file: string, change: (text: string) => string) => {
    const text = readFileSync(path.join(root, file), "utf8");
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(path.join(root, file), changed);
  };
  return { root, save };
}

it("answers from changed sources as soon as they are saved, and no request fails meanwhile", async () => {
  const { root, save } = await copyOfProject();
  const { AWS_ENDPOINT_URL_RDS_DATA = "" } = inject("env");
  const dev = script(path.join(root, "packages/local/src/dev.ts"), root, ["--port", "0"], {
    AWS_ENDPOINT_URL_RDS_DATA,
  });
  const [, url] = await dev.said(/(http:\/\/localhost:\d+)\/docs[\s\S]+Ctrl-C/);

  /** Asks again and again until the answer is as expected. Every answer must have this status. */
  const ask = async (until: (body: string, headers: Headers) => boolean, status = 200) => {
    for (const since = performance.now(); ; await sleep(20)) {
      const answer = await fetch(`${url}/v1/health`);
      const body = await answer.text();
      if (until(body, answer.headers)) return expect([answer.status, body]).toEqual([status, body]);
      expect([answer.status, body]).toEqual([200, body]);
      if (performance.now() - since > HANG_MS) throw new Error(dev.output.out + dev.output.err);
    }
  };
  const printed = async (text: RegExp) =>
    await expect.poll(() => dev.output.out + dev.output.err, { timeout: HANG_MS }).toMatch(text);

  save(service, (text) =>
    text.replace('{ status: "ok" }', '{ status: "ok", core: Health.version ?? "old" }'),
  );
  await ask((body) => body.includes('"core":"old"'));
  save("packages/core/src/aws/health.ts", (text) => `${text}\nexport const version = "new";\n`);
  await ask((body) => body.includes('"core":"new"'));
  await printed(/Reloaded +health\.ts +[\d,]+ ms/);

  await ask((_, headers) => headers.get("x-cache") === "Pass");
  save("packages/functions/src/edge.rules.ts", (text) =>
    text.replace("publicReads = [", 'publicReads = ["/v1/health", '),
  );
  await ask((_, headers) => headers.get("x-cache") === "Miss");

  save("packages/core/migrations/0001-catalogue.sql", (text) => `${text}\n-- changed\n`);
  await printed(/No migration is new\. To apply a changed one/);
  const migration = path.join(root, `packages/core/migrations/9999-dev-test-${process.pid}.sql`);
  writeFileSync(migration, "select 1;\n");
  await printed(/"migrated","applied":1/);

  save(service, (text) => text.replace('"ok", core', '"ok" core'));
  await printed(
    // The place is in the message, and above it if esbuild itself prints it.
    /could not be built[\s\S]+service\.ts:\d+:\d+[\s\S]+The last good version goes on answering\./,
  );
  await ask((body) => body.includes('"core":"new"'));

  save(service, (text) =>
    text.replace(
      'c.json({ status: "ok" core',
      '(() => { throw new Error("on purpose"); })() ?? c.json({ status: "ok", core',
    ),
  );
  await ask((body) => body.includes("service.fault"), 500);
  const line =
    readFileSync(path.join(root, service), "utf8")
      .split("\n")
      .findIndex((text) => text.includes("on purpose")) + 1;
  await printed(new RegExp(`on purpose[^\\n]+${service}:${line}:`));

  dev.kill("SIGINT");
  expect(await dev.ended).toBe(0);
}, 1_200_000);
