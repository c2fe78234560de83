import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { preparePlatform } from "../../packages/synth/src/platform.ts";

// SST's command as the tests need it: quick, and its calls are counted. What the real one makes is tested by synthesis.
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
let told: string[];
const prepare = () => preparePlatform(root, (line) => told.push(line));
const calls = async () =>
  (await readFile(join(root, "calls"), "utf8").catch(() => "")).split("\n").length - 1;
const config = (body: string) =>
  writeFile(join(root, "sst.config.ts"), `export default $config({ app() { ${body} } });`);
const withProviders = (providers: string) =>
  config(`return { name: "a", home: "aws", providers: ${providers} };`);

beforeEach(async () => {
  told = [];
  root = await mkdtemp(join(tmpdir(), "platform-"));
  await mkdir(join(root, "node_modules", "sst", "bin"), { recursive: true });
  await writeFile(join(root, "node_modules", "sst", "package.json"), JSON.stringify({ version: "4.0.0" }));
  await writeFile(join(root, "node_modules", "sst", "bin", "sst.mjs"), SST);
  await withProviders("{}");
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("is prepared once, with a home of its own that does not stay", async () => {
  expect(await prepare()).toBe(join(root, ".sst", "platform"));
  expect(told).toEqual([
    expect.stringContaining("once, about a minute"),
    expect.stringMatching(/are prepared, in \d+ s\.$/),
  ]);
  const seen = JSON.parse(await readFile(join(root, "seen"), "utf8"));
  expect(seen).toMatchObject({ HOME: join(root, ".sst", "home"), SST_NO_BUN: "1", pulumi: "v3.215.0\n" });
  expect((await readdir(join(root, ".sst"))).sort()).toEqual(["platform", "provider-lock.json"]);
  await prepare();
  expect(await calls()).toBe(1);
  expect(told).toHaveLength(2);
});

test("says how long it takes while it does", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  try {
    const preparing = prepare();
    while (told.length === 0) await turn();
    vi.advanceTimersByTime(21_000);
    await preparing;
    expect(told.slice(1)).toEqual([
      "SST's components: 10 s so far",
      "SST's components: 20 s so far",
      "SST's components are prepared, in 21 s.",
    ]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("is prepared once when two ask at the same time", async () => {
  await Promise.all([prepare(), prepare()]);
  expect(await calls()).toBe(1);
});

test("is prepared again for another SST, and for other providers", async () => {
  await prepare();
  await writeFile(join(root, ".sst", "platform", "version"), "3.9.0");
  await prepare();
  expect(await calls()).toBe(2);
  await withProviders('{ aws: "7.0.0" }');
  await prepare();
  expect(await calls()).toBe(2);
  await withProviders('{ aws: { version: "7.1.0" } }');
  await expect(prepare()).rejects.toThrow("SST prepared other components than sst.config.ts asks for.");
  expect(await calls()).toBe(3);
});

test("is prepared again where a process died over it", async () => {
  await prepare();
  await writeFile(join(root, ".sst", "synth.lock"), "2147483647");
  await prepare();
  expect(await calls()).toBe(2);
});

test("that cannot be prepared says what to do by hand, and can be tried again", async () => {
  await writeFile(join(root, "broken"), "✕  no network");
  await expect(prepare()).rejects.toMatchObject({
    code: "NO_PLATFORM",
    message: "SST's components could not be prepared.\n✕  no network\nBy hand: npx sst install --stage dev",
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
])("with the config's %s says what is wrong before SST is asked", async (body, message) => {
  await config(body);
  await expect(prepare()).rejects.toThrow(message);
  expect(await calls()).toBe(0);
});
