import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, inject, it } from "vitest";
import { needsAnotherRound } from "../support/rounds.ts";
import { LONG_TEST } from "../support/timeouts.ts";
import { alive, command, descendants } from "./fixtures/processes.ts";

const root = mkdtempSync(path.join(tmpdir(), "start-"));
afterAll(() => rmSync(root, { recursive: true }));

function emptyFolder(name: string): string {
  const folder = path.join(root, name);
  mkdirSync(folder);
  return folder;
}

/** The Data API of the test run, which is prepared: the quickest way to a shop. */
const quick = () => ({ AWS_ENDPOINT_URL_RDS_DATA: inject("env").AWS_ENDPOINT_URL_RDS_DATA ?? "" });
const ready = /(http:\/\/localhost:\d+)\/docs[\s\S]+Ctrl-C/;
const anyPort = ["--port", "0"];

it(
  "starts the shop in a new folder, replaces a killed instance, and keeps all data when it is killed itself",
  LONG_TEST,
  async () => {
    const cwd = emptyFolder("whole");
    const first = command("start", cwd, anyPort);
    const [, url] = await first.said(ready);
    const titles = [
      "DynamoDB",
      "Data API",
      "SQS",
      "SES",
      "Stripe",
      "Build",
      "Tables",
      "Migrations",
      "Seed",
      "Functions",
    ];
    for (const title of titles)
      expect(first.output.out).toMatch(new RegExp(`^ +${title} .+ [\\d,]+ ms$`, "m"));

    const filled = await fetch(`${url}/v1/cart/items`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-session-transport": "bearer" },
      body: JSON.stringify({ sku: await someSku(url), quantity: 2 }),
    });
    const { session } = (await filled.json()) as { session: { token: string } };

    const second = command("start", cwd, anyPort);
    expect(await second.ended).toBe(1);
    expect(second.output.err.trim()).toBe(
      `.local is in use by npm start (process ${first.pid}). Stop it first.`,
    );

    const instance = () =>
      descendants(first.pid).find((child) => child.command.includes("runtime.mjs Api 1"));
    const dead = instance()?.pid ?? Number.NaN;
    process.kill(dead, "SIGKILL");
    const [line] = await first.said(/^.+ takes its place .+$/m);
    expect(line.replace(/\d+ ms$/, "some ms")).toBe(
      `1-${dead} was killed (SIGKILL); 1-${instance()?.pid} takes its place after some ms`,
    );

    const children = descendants(first.pid);
    expect(children.filter((child) => child.command.includes("runtime.mjs Api")).length).toBe(3);
    first.kill("SIGKILL");
    await expect.poll(() => alive(children.map(({ pid }) => pid))).toEqual([]);

    const third = command("start", cwd, anyPort);
    const [, again] = await third.said(ready);
    const headers = { authorization: `Bearer ${session.token}` };
    const cart = (await (await fetch(`${again}/v1/cart`, { headers })).json()) as { itemCount: number };
    expect(cart.itemCount).toBe(2);
    const others = descendants(third.pid);
    third.kill("SIGINT");
    expect(await third.ended).toBe(0);
    // The guards of its children notice the end a moment later.
    await expect.poll(() => alive(others.map(({ pid }) => pid))).toEqual([]);

    const [engine] = readdirSync(path.join(cwd, ".local")).filter((name) => name.startsWith("dyn"));
    rmSync(path.join(cwd, ".local", engine ?? ""), { recursive: true });
    const fourth = command("start", cwd, anyPort);
    expect(await fourth.ended).toBe(1);
    expect(fourth.output.err).toContain("is missing or empty. It held sessions and carts.");
  },
);

it(
  "deletes the data with --fresh, and ends with a line and all its processes when an engine ends",
  LONG_TEST,
  async () => {
    const cwd = emptyFolder("fresh");
    mkdirSync(path.join(cwd, ".local/dynalite"), { recursive: true });
    writeFileSync(path.join(cwd, ".local/dynalite/CURRENT"), "not a database");
    const env = { ...quick(), DYNAMODB_ENGINE: "dynalite" };
    const damaged = command("start", cwd, anyPort, env);
    expect(await damaged.ended).toBe(1);
    expect(damaged.output.err).toContain("npm start -- --fresh deletes it and starts with new data");
    const fresh = command("start", cwd, [...anyPort, "--fresh", "--instances", "1"], env);
    await fresh.said(ready);
    expect(descendants(fresh.pid).filter((child) => child.command.includes("runtime.mjs Api")).length).toBe(
      1,
    );
    const children = descendants(fresh.pid);
    const engine = children.find((child) => child.command.includes("dynalite.mjs"));
    if (!engine) throw new Error("dynalite does not run");
    process.kill(engine.pid, "SIGKILL");
    expect(await fresh.ended).toBe(1);
    expect(fresh.output.err).toContain("DynamoDB (dynalite) has ended: it was ended by SIGKILL.");
    await expect.poll(() => alive(children.map(({ pid }) => pid))).toEqual([]);
  },
);

it("refuses a busy port in one line, before it starts anything", LONG_TEST, async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const shop = command("start", emptyFolder("busy"), [], { PORT: String(port) });
  expect(await shop.ended).toBe(1);
  expect(shop.output.err.trim()).toBe(
    `Port ${port} is in use. Stop the program that uses it, or choose another port: PORT=${port + 1} npm start`,
  );
  expect(shop.output.out).not.toContain("DynamoDB");
  server.close();
});

it("refuses an unknown flag, and has help", LONG_TEST, async () => {
  const cwd = emptyFolder("flags");
  const wrong = command("start", cwd, ["--frehs"]);
  expect(await wrong.ended).toBe(1);
  expect(wrong.output.err.trim()).toBe("Unknown option '--frehs'. --help lists the flags.");
  const help = command("start", cwd, ["--help"]);
  expect(await help.ended).toBe(0);
  expect(help.output.out).toContain("--instances <1-20>");
  expect(help.output.out).toContain("does not touch a database given by DATABASE_URL");
});

it(
  "names DATABASE_URL when that database does not answer, and keeps its password off every command line",
  LONG_TEST,
  async () => {
    const DATABASE_URL = "postgres://shop:pass-1815@127.0.0.1:1/shop";
    const env = { DATABASE_URL, DYNAMODB_ENGINE: "dynalite" };
    let commands = "";
    const since = performance.now();
    // The Data API's process does not live for long: on a busy machine it may come and go between two looks.
    const isSeen = () => commands.includes("--url-env DATABASE_URL");
    for (let round = 0; needsAnotherRound(round, 1, isSeen, since); round++) {
      const shop = command("start", emptyFolder(`away-${round}`), anyPort, env);
      const look = () =>
        descendants(shop.pid).forEach((child) => {
          commands += `${child.command}\n`;
        });
      const watch = setInterval(look, 20);
      expect(await shop.ended).toBe(1);
      clearInterval(watch);
      expect(shop.output.err).toContain("127.0.0.1:1/shop");
      expect(shop.output.err.trim()).toMatch(/is it running, and is DATABASE_URL right\?$/);
    }
    expect(commands).not.toContain("pass-1815");
  },
);

it(
  "prints an environment that reaches the engines with npm run engines, and npm start uses it",
  LONG_TEST,
  async () => {
    const cwd = emptyFolder("aws");
    const engines = command("engines", cwd, [], { ...quick(), DYNAMODB_ENGINE: "dynalite" });
    const [, url] = await engines.said(/^export AWS_ENDPOINT_URL_DYNAMODB='(http:\S+)'$/m);
    expect((await fetch(url ?? "")).status).toBe(200);
    for (const line of engines.output.out.trim().split("\n")) expect(line).toMatch(/^export \w+='[^']*'$/);
    await expect.poll(() => engines.output.err).toContain("source .local/env");
    expect(readFileSync(path.join(cwd, ".local/env"), "utf8")).toBe(engines.output.out);

    const locked = command("start", cwd, anyPort);
    expect(await locked.ended).toBe(1);
    expect(locked.output.err.trim()).toBe(
      `.local is in use by npm run engines (process ${engines.pid}). Stop it first.`,
    );
    const printed = execFileSync("/bin/sh", ["-c", ". .local/env && env -0"], {
      cwd,
      encoding: "utf8",
      env: {},
    });
    const variables = printed.split("\0").filter((line) => /^(AWS|SST)_/.test(line));
    const sourced = Object.fromEntries(variables.map((line) => line.split(/=(.*)/s)));
    const shop = command("start", cwd, [...anyPort, "--instances", "1"], sourced);
    const [, shopUrl] = await shop.said(ready);
    expect((await fetch(`${shopUrl}/v1/products`)).status).toBe(200);
    shop.kill("SIGTERM");
    expect(await shop.ended).toBe(0);

    const children = descendants(engines.pid);
    engines.kill("SIGINT");
    expect(await engines.ended).toBe(0);
    await expect.poll(() => alive(children.map(({ pid }) => pid))).toEqual([]);
    expect(existsSync(path.join(cwd, ".local/env"))).toBe(false);
  },
);

async function someSku(url: string | undefined): Promise<string | undefined> {
  const list = (await (await fetch(`${url}/v1/products?limit=1`)).json()) as { data: { handle: string }[] };
  const product = await (await fetch(`${url}/v1/products/${list.data[0]?.handle}`)).json();
  return (product as { variants: { sku: string }[] }).variants[0]?.sku;
}
