import { execFile, spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "@myclothes/local/port";
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { noteSkipped } from "../support/skipped.ts";
import { runCli } from "./support/cli.ts";
import { type Packed, packCopy, root } from "./support/packed.ts";
import { recipe } from "./support/recipe.ts";

const run = promisify(execFile);

/** What the users of the package install beside it. */
const CLIENTS = [
  "@aws-sdk/client-rds-data@3.928.0",
  "@electric-sql/pglite-pgvector@0.0.15",
  "@prisma/adapter-pg@7.10.0",
  "@prisma/client@7.10.0",
  "drizzle-kit@0.31.11",
  "drizzle-orm@0.45.4",
  "kysely@0.27.6",
  "kysely-data-api@2.0.0",
  "prisma@7.10.0",
  "typeorm@1.1.1",
  "typeorm-aurora-data-api-driver@3.0.2",
  "typescript@5.9.3",
  "@types/node@24",
];
const NEXT_DRIZZLE = ["@aws-sdk/client-rds-data@3.928.0", "drizzle-kit@1.0.0-rc.5", "drizzle-orm@1.0.0-rc.5"];

let packed: Packed;
/** The folder of the user; undefined if npm's registry is out of reach. */
let used: string | undefined;

beforeAll(async () => {
  packed = await packCopy();
  used = await packed.installBeside(CLIENTS);
  if (!used) noteSkipped("the packed rds-data-local", "npm's registry is out of reach");
});
afterAll(() => packed?.remove());

/** The SDK's settings, without the profile of this machine. */
const aws = {
  AWS_REGION: "eu-central-1",
  AWS_DEFAULT_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "any",
  AWS_SECRET_ACCESS_KEY: "any",
};
const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")));

const startPacked = (folder: string, args: string[]) =>
  runCli(args, {}, join(folder, "node_modules/rds-data-local/dist/cli.js"));

it("works in an empty folder: the command, plain JavaScript, pgvector and three ORMs", async ({ skip }) => {
  if (!used) return skip();
  const { version } = JSON.parse(readFileSync(join(root, "packages/rds-data-local/package.json"), "utf8"));
  const { stdout } = await run("npx", ["--no-install", "rds-data-local", "--version"], { cwd: used });
  expect(stdout).toBe(`${version}\n`);

  const answer = await run(process.execPath, ["clients.mjs"], { cwd: used });
  expect(JSON.parse(answer.stdout)).toEqual({
    sdk: "sdk",
    pgvector: [[{ stringValue: "[1,2]" }, { doubleValue: 2 }]],
    drizzle: [{ id: "6c1f3a44-6a24-4b8b-8d1e-0a3f2e5b7c11", color: "red", stock: 4, attrs: { warm: true } }],
    kysely: [{ color: "red", stock: 5 }],
    typeorm: [
      { id: 1, color: "red" },
      { id: 2, color: "blue" },
    ],
  });
});

it("runs the README's example", async ({ skip }) => {
  if (!used) return skip();
  writeFileSync(join(used, "example.mjs"), recipe("example.mjs"));
  const { stdout } = await run(process.execPath, ["example.mjs"], { cwd: used });
  expect(stdout).toBe("[ [ { stringValue: 'red' } ] ]\n");
});

it.for([
  ["node10", "commonjs"],
  ["node16", "node16"],
  ["nodenext", "nodenext"],
  ["bundler", "esnext"],
] as const)("has types for moduleResolution %s", async ([moduleResolution, module], { skip }) => {
  if (!used) return skip();
  const options = ["--noEmit", "--strict", "--target", "es2023", "--types", "node"];
  const how = ["--module", module, "--moduleResolution", moduleResolution];
  await run("npx", ["--no-install", "tsc", ...options, ...how, "types.ts"], { cwd: used }).catch(
    ({ stdout }) => expect(stdout).toBe(""),
  );
});

describe("drizzle-kit", () => {
  /** Runs drizzle-kit in the folder, and returns what it prints. */
  async function kit(folder: string, command: string, env: Record<string, string>): Promise<string> {
    const cwd = join(folder, "drizzle");
    const args = ["--no-install", "drizzle-kit", command, "--config", "drizzle.config.js"];
    const { stdout } = await run("npx", args, { cwd, env: { ...others, ...aws, ...env } });
    return stdout;
  }

  it("generates and migrates", async ({ skip }) => {
    if (!used) return skip();
    const env = { AWS_ENDPOINT_URL_RDS_DATA: await startPacked(used, []).ready };
    await kit(used, "generate", env);
    await kit(used, "migrate", env);
    await kit(used, "migrate", env);
  });

  // On AWS too: https://github.com/drizzle-team/drizzle-orm/issues/2982
  it("0.31 pushes to an empty database, and then reads a regclass, which the service refuses", async ({
    skip,
  }) => {
    if (!used) return skip();
    const server = startPacked(used, ["--verbose"]);
    const env = { AWS_ENDPOINT_URL_RDS_DATA: await server.ready };
    expect(await kit(used, "push", env)).toContain("Changes applied");
    await expect(kit(used, "push", env)).rejects.toMatchObject({ code: 1 });
    expect(server.output()).toContain("The result contains the unsupported data type regclass");
  });

  it("0.31 pushes again through a PostgreSQL port", async ({ skip }) => {
    if (!used) return skip();
    const env = { DATABASE_URL: await psqlUrl(startPacked(used, ["--psql", "0"])) };
    expect(await kit(used, "push", env)).toContain("Changes applied");
    expect(await kit(used, "push", env)).toContain("No changes detected");
  });

  it("1.0 pushes again through the Data API", async ({ skip }) => {
    const folder = used && (await packed.installBeside(NEXT_DRIZZLE));
    if (!folder) return skip();
    const env = { AWS_ENDPOINT_URL_RDS_DATA: await startPacked(folder, []).ready };
    expect(await kit(folder, "push", env)).toContain("Changes applied");
    expect(await kit(folder, "push", env)).toContain("No changes detected");
  });
});

it("works with Prisma through a PostgreSQL port", async ({ skip }) => {
  if (!used) return skip();
  // The engine that Prisma would download is not needed for this.
  const env = { ...others, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true" };
  await run("npx", ["--no-install", "prisma", "generate"], { cwd: used, env });
  const server = startPacked(used, ["--psql", "0", "--init", join(used, "schema.sql")]);
  const { stdout } = await run(process.execPath, ["prisma/client.mjs"], {
    cwd: used,
    env: { ...others, DATABASE_URL: await psqlUrl(server) },
  });
  expect(JSON.parse(stdout)).toEqual([
    { color: "blue", stock: 4, attrs: { warm: true } },
    { color: "red", stock: null, attrs: null },
  ]);
});

async function psqlUrl(server: ReturnType<typeof runCli>): Promise<string> {
  const url = () => /psql (postgres:\S+)/.exec(server.output())?.[1] ?? "";
  await expect.poll(url).not.toBe("");
  return url();
}

interface Workflow {
  jobs: { test: { env: Record<string, string>; steps: { run?: string }[] } };
}

it("works in GitHub Actions with the README's file", async ({ skip }) => {
  if (!used) return skip();
  const port = await freePort();
  const file = recipe(".github/workflows/test.yml").replaceAll("8001", String(port));
  const { env, steps } = (load(file) as Workflow).jobs.test;
  setScript(used, "test", "node query.mjs");
  // The packages are installed already.
  const lines = steps.flatMap(({ run }) => (run && run !== "npm ci" ? [run] : []));
  expect(lines).toHaveLength(3);
  for (const line of lines) expect([line, await runStep(line, used, env)]).toEqual([line, 0]);
});

/** Runs a line as a step of GitHub Actions does. What it leaves in the background ends with the test. */
async function runStep(line: string, cwd: string, env: Record<string, string>): Promise<number | null> {
  const step = spawn("bash", ["-e", "-c", line], {
    cwd,
    env: { ...others, ...env },
    stdio: "ignore",
    detached: true,
  });
  onTestFinished(() => {
    try {
      process.kill(-Number(step.pid), "SIGKILL");
    } catch {}
  });
  return new Promise((resolve, reject) => step.once("error", reject).once("exit", resolve));
}

function setScript(folder: string, name: string, command: string): void {
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...manifest, scripts: { [name]: command } }));
}

const hasDocker = spawnSync("docker", ["info"]).status === 0;
if (!hasDocker) noteSkipped("the image of rds-data-local", "Docker does not run");

it.skipIf(!hasDocker)("works in Docker with the README's compose file", async ({ skip }) => {
  if (!used) return skip();
  const cwd = used;
  await run("docker", ["build", "--tag", "rds-data-local", "node_modules/rds-data-local"], { cwd });
  writeFileSync(join(used, "compose.yaml"), recipe("compose.yaml"));
  setScript(used, "start", "node query.mjs");
  onTestFinished(async () => void (await run("docker", ["compose", "down"], { cwd })));
  await run("docker", ["compose", "up", "--exit-code-from", "app"], { cwd });
  const { stdout: id } = await run("docker", ["compose", "ps", "--all", "--quiet", "data-api"], { cwd });
  const { stdout } = await run("docker", ["inspect", "--format", "{{.State.ExitCode}}", id.trim()]);
  // It ended by itself after Docker's signal.
  expect(stdout.trim()).toBe("0");
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
  const { stdout } = await run(
    "aws",
    ["rds-data", "execute-statement", ...arns, ...sql, "--endpoint-url", endpoint],
    { env: { ...others, ...aws } },
  );
  expect(JSON.parse(stdout).records).toEqual([[{ longValue: 42 }]]);
  await api.close();
  await pool.end();
});
