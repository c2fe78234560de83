import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, it } from "vitest";
import { startOwnShop } from "./shop.ts";

const run = promisify(execFile);

it.skipIf(inject("baseUrl"))("the README's tour works when its blocks run in order", async () => {
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  const [, section = ""] = /## A tour\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const tour = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join("");
  const shop = await startOwnShop();
  const folder = await mkdtemp(join(tmpdir(), "tour-"));
  try {
    const script = tour.replace("http://localhost:3000", shop.url);
    expect(script).not.toBe(tour);
    const { stdout } = await run("bash", ["-e", "-o", "pipefail", "-c", script], { cwd: folder });
    expect(stdout).toContain('"handle":"linen-camp-collar-shirt"');
    expect(stdout).toContain('"itemCount":3');
    expect(stdout).not.toContain('"itemCount":4');
    expect(stdout).toMatch(/x-served-by: [1-3]-\d+/);
    expect(stdout.match(/"total":\{"amount":27299,"currency":"USD"\}/g)).toHaveLength(4);
    expect(stdout).toMatch(/^x-cache: Hit\r?\nage: \d+\r?$/m);
    expect(tour).not.toMatch(/^\s*#/m);
    expect(stdout).toContain('"shippingAddress":{"name":"Ada"');
    expect(stdout).toContain('"lines":[],"itemCount":0');
    const history = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    expect(history.data.map(({ total }: { total: { amount: number } }) => total.amount)).toEqual([
      6499, 27299,
    ]);
    expect(stdout).not.toContain('"status":4');
  } finally {
    await shop.stop();
    await rm(folder, { recursive: true });
  }
});
