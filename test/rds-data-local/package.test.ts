import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noteSkipped } from "../support/skipped.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** What the users of the package install beside it. */
const CLIENTS = [
  "@aws-sdk/client-rds-data@3.928.0",
  "drizzle-orm@0.45.4",
  "kysely@0.27.6",
  "kysely-data-api@2.0.0",
  "typeorm@1.1.1",
  "typeorm-aurora-data-api-driver@3.0.2",
  "typescript@5.9.3",
  "@types/node@24",
];

const folder = mkdtempSync(join(tmpdir(), "rds-data-local-packed-"));
const used = join(folder, "used");
let isInstalled = false;

beforeAll(async () => {
  const tarball = await pack();
  mkdirSync(used);
  writeFileSync(join(used, "package.json"), "{}");
  cpSync(join(root, "test/rds-data-local/package"), used, { recursive: true });
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--fetch-retries=1"];
  try {
    await run("npm", ["install", ...quiet, tarball, ...CLIENTS], { cwd: used });
    isInstalled = true;
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    if (!/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET/.test(stderr)) throw error;
    noteSkipped("the packed rds-data-local", "npm's registry is out of reach");
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packs a copy, because packing changes the manifest while other tests read it. */
async function pack(): Promise<string> {
  const copy = join(folder, "packages/rds-data-local");
  cpSync(join(root, "packages/rds-data-local"), copy, {
    recursive: true,
    filter: (path) => !/\/(node_modules|dist)$/.test(path),
  });
  cpSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const { stdout } = await run("npm", ["pack", "--silent"], { cwd: copy });
  return join(copy, stdout.trim().split("\n").at(-1) ?? "");
}

it("works in an empty folder: the command, plain JavaScript and three ORMs", async ({ skip }) => {
  if (!isInstalled) skip();
  const { version } = JSON.parse(readFileSync(join(root, "packages/rds-data-local/package.json"), "utf8"));
  const { stdout } = await run("npx", ["--no-install", "rds-data-local", "--version"], { cwd: used });
  expect(stdout).toBe(`${version}\n`);

  const answer = await run(process.execPath, ["clients.mjs"], { cwd: used });
  expect(JSON.parse(answer.stdout)).toEqual({
    sdk: "sdk",
    drizzle: [{ id: "6c1f3a44-6a24-4b8b-8d1e-0a3f2e5b7c11", color: "red", stock: 4, attrs: { warm: true } }],
    kysely: [{ color: "red", stock: 5 }],
    typeorm: [{ color: "red", stock: 5 }],
  });
});

it.for([
  ["node10", "commonjs"],
  ["node16", "node16"],
  ["nodenext", "nodenext"],
  ["bundler", "esnext"],
] as const)("has types for moduleResolution %s", async ([moduleResolution, module], { skip }) => {
  if (!isInstalled) skip();
  writeFileSync(join(used, "package.json"), JSON.stringify({ type: "module" }));
  const options = ["--noEmit", "--strict", "--target", "es2023", "--types", "node"];
  const how = ["--module", module, "--moduleResolution", moduleResolution];
  await run("npx", ["--no-install", "tsc", ...options, ...how, "types.ts"], { cwd: used }).catch(
    ({ stdout }) => expect(stdout).toBe(""),
  );
});

const hasAwsCli = spawnSync("aws", ["--version"]).status === 0;
if (!hasAwsCli) noteSkipped("the AWS CLI on rds-data-local", "it is not installed");

it.skipIf(!hasAwsCli)("answers the AWS CLI", async () => {
  const { createDataApi } = await import("rds-data-local");
  const { openPglite } = await import("rds-data-local/pglite");
  const pool = await openPglite();
  const api = createDataApi({ pool });
  const endpoint = await api.listen();
  const sql = ["--sql", "select :n + 1 as n", "--parameters", '[{"name":"n","value":{"longValue":41}}]'];
  const arns = [
    "--resource-arn",
    "arn:aws:rds:x:0:cluster:local",
    "--secret-arn",
    "arn:aws:secretsmanager:x:0:x",
  ];
  // Without the profile of this machine.
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const env = {
    ...Object.fromEntries(others),
    AWS_ACCESS_KEY_ID: "any",
    AWS_SECRET_ACCESS_KEY: "any",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
  };
  const { stdout } = await run(
    "aws",
    ["rds-data", "execute-statement", ...arns, ...sql, "--endpoint-url", endpoint],
    { env },
  );
  expect(JSON.parse(stdout).records).toEqual([[{ longValue: 42 }]]);
  await api.close();
  await pool.end();
});
