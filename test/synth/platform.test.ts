import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { preparePlatform } from "../../packages/synth/src/platform.ts";

// A fake of SST's command: it is fast and counts its calls. The tests of the synthesis use the real one.
const SST = `import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
appendFileSync("calls", "call\\n");
if (existsSync("broken")) { console.log(readFileSync("broken", "utf8")); process.exit(1); }
const { HOME, AWS_PROFILE, SST_NO_BUN } = process.env;
writeFileSync("seen", JSON.stringify({ HOME, AWS_PROFILE, SST_NO_BUN,
  pulumi: execFileSync(join(HOME, ".config/sst/bin/pulumi"), ["version"], { encoding: "utf8" }) }));
await new Promise((resolve) => setTimeout(resolve, 300));
for (const [name, version] of [["aws", "7.0.0"], ["pulumi", "3.215.0"]]) {
  mkdirSync(".sst/platform/node_modules/@pulumi/" + name, { recursive: true });
  writeFileSync(".sst/platform/node_modules/@pulumi/" + name + "/package.json", JSON.stringify({ version }));
}
writeFileSync(".sst/platform/version", "4.0.0");
writeFileSync(".sst/provider-lock.json", JSON.stringify([{ name: "aws", package: "@pulumi/aws", version: "7.0.0" }]));
`;

let root: string;
let reported: string[];
const prepare = () => preparePlatform(root, (line) => reported.push(line));
const calls = async () =>
  (await readFile(join(root, "calls"), "utf8").catch(() => "")).split("\n").length - 1;
const config = (body: string) =>
  writeFile(join(root, "sst.config.ts"), `export default $config({ app() { ${body} } });`);
const withProviders = (providers: string) =>
  config(`return { name: "a", home: "aws", providers: ${providers} };`);

beforeEach(async () => {
  reported = [];
  root = await mkdtemp(join(tmpdir(), "platform-"));
  await mkdir(join(root, "node_modules", "sst", "bin"), { recursive: true });
  await writeFile(join(root, "node_modules", "sst", "package.json"), JSON.stringify({ version: "4.0.0" }));
  await writeFile(join(root, "node_modules", "sst", "bin", "sst.mjs"), SST);
  await withProviders("{}");
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("prepares the platform once, with a temporary home", async () => {
  expect(await prepare()).toBe(join(root, ".sst", "platform"));
  // A busy machine takes more than ten seconds, which is reported too.
  expect(reported.filter((line) => !line.endsWith("so far"))).toEqual([
    expect.stringContaining("once, about a minute"),
    expect.stringMatching(/are prepared, in \d+ s\.$/),
  ]);
  const seen = JSON.parse(await readFile(join(root, "seen"), "utf8"));
  expect(seen).toMatchObject({ HOME: join(root, ".sst", "home"), SST_NO_BUN: "1", pulumi: "v3.215.0\n" });
  expect((await readdir(join(root, ".sst"))).sort()).toEqual(["platform", "provider-lock.json"]);
  reported = [];
  await prepare();
  expect(await calls()).toBe(1);
  expect(reported).toEqual([]);
});

test("reports its progress every ten seconds", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  try {
    const preparing = prepare();
    while (reported.length === 0) await turn();
    vi.advanceTimersByTime(21_000);
    await preparing;
    expect(reported.slice(1)).toEqual([
      "SST's components: 10 s so far",
      "SST's components: 20 s so far",
      "SST's components are prepared, in 21 s.",
    ]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("prepares the platform once for two concurrent callers", async () => {
  await Promise.all([prepare(), prepare()]);
  expect(await calls()).toBe(1);
});

test("prepares the platform again for another version of SST, and for other providers", async () => {
  await prepare();
  await writeFile(join(root, ".sst", "platform", "version"), "3.9.0");
  await prepare();
  expect(await calls()).toBe(2);
  await withProviders('{ aws: "7.0.0" }');
  await prepare();
  expect(await calls()).toBe(2);
  await withProviders('{ aws: { version: "7.1.0" } }');
  await expect(prepare()).rejects.toThrow("SST prepared other components than sst.config.ts requires.");
  expect(await calls()).toBe(3);
});

test("prepares the platform again after a process died during the preparation", async () => {
  await prepare();
  await writeFile(join(root, ".sst", "synth.lock"), "2147483647");
  await prepare();
  expect(await calls()).toBe(2);
});

test("says what to do after a failure, and can try again", async () => {
  await writeFile(join(root, "broken"), "✕  no network");
  await expect(prepare()).rejects.toMatchObject({
    code: "NO_PLATFORM",
    message:
      "SST's components could not be prepared.\n✕  no network\nTo do it by hand: npx sst install --stage dev",
  });
  await writeFile(join(root, "broken"), "✕  Failed to build sst.config.ts");
  const { code, message } = await prepare().catch((error) => error);
  expect({ code, message }).toEqual({ code: undefined, message: "✕  Failed to build sst.config.ts" });
  await rm(join(root, "broken"));
  await prepare();
});

test.each([
  ["throw new Error('no name');", "app() in sst.config.ts: no name"],
  ["return { name: 'a b', home: 'aws' };", '"a b" cannot name the app: use letters, digits and -.'],
  ["return {", "sst.config.ts: "],
  ["} }); import x from 'y'; ({ a() {", "sst.config.ts may import nothing at its top level"],
])("reports a mistake in the config before it runs SST: %s", async (body, message) => {
  await config(body);
  await expect(prepare()).rejects.toThrow(message);
  expect(await calls()).toBe(0);
});
