#!/usr/bin/env node
import { watchScripts } from "./cli/init.ts";
import { HELP, type Options, parseOptions, report, version, withoutPassword } from "./cli/options.ts";
import { openStores, type Stores } from "./cli/stores.ts";
import { createDataApi } from "./index.ts";
import type { Pool } from "./session/pool.ts";

const args = process.argv.slice(2);
main(args).catch(fail);

async function main(args: string[]): Promise<void> {
  const since = performance.now();
  const options = parseOptions(args, process.env);
  if (options.help) return console.log(HELP);
  if (options.version) return console.log(version());

  // The port is opened first, so that a used port is reported at once. An early call waits for the database.
  let isReady = false;
  const { secrets, onlyTheseSecrets, clusters, allowedHosts, strict, limitRows } = options;
  const api = createDataApi({
    ...poolsOf(options, () => stores),
    secrets,
    onlyTheseSecrets,
    ...(clusters && { clusters }),
    allowedHosts,
    strict,
    limitRows,
    isReady: () => isReady,
    warn: report,
    ...(options.verbose && { log: (call) => console.log(JSON.stringify(call)) }),
  });
  const listening = api.listen(options.port, options.host);
  const stores = listening.then(() => openStores(options));
  stopOnSignal(async () => {
    await api.close();
    await (await stores).end();
  });
  const { main } = await stores;
  const psql = options.psql === undefined ? undefined : await main.listen?.(options.psql, options.host);
  isReady = true;
  if (options.watch) watchScripts(main, options.init, { isInMemory: isInMemory(options), report });
  const ms = Math.round(performance.now() - since);
  console.log(`data api ready on ${await listening} over ${describe(options)} (${ms} ms)`);
  if (psql !== undefined) console.log(`psql postgres://postgres@${options.host}:${psql}/postgres`);
}

/** Pools that wait until the stores are open. */
function poolsOf({ databases }: Options, stores: () => Promise<Stores>) {
  const named = (name: string): [string, Pool] => [
    name,
    { connect: async () => ((await stores()).databases?.[name] ?? (await stores()).main).connect() },
  ];
  const [first, ...others] = databases;
  const pool: Pool = { connect: async () => (await stores()).main.connect() };
  if (first === undefined) return { pool };
  return { pool, databases: { [first]: pool, ...Object.fromEntries(others.map(named)) } };
}

const isInMemory = ({ url, dir }: Options): boolean => url === undefined && dir === undefined;

function describe(options: Options): string {
  if (options.url !== undefined) return `PostgreSQL at ${withoutPassword(options.url)}`;
  return isInMemory(options) ? "PGlite in memory" : `PGlite in ${options.dir}`;
}

/** Ends cleanly on a signal, and immediately on a second one. With an IPC channel, it also ends with its parent. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    // A running statement must not delay the end: the database cancels it.
    setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
    close().then(() => process.exit(0), fail);
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  if (process.connected) process.on("disconnect", stop);
  // The parent ended before this process could listen.
  else if (process.connected === false) stop();
}

const STOP_WITHIN_MS = 5_000;

/** The option that named the port. */
const portOption = (port: number | undefined): string =>
  parseOptions(args, process.env).psql === port ? "--psql" : "--port";

function fail(error: unknown): void {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  const portInUse =
    code === "EADDRINUSE"
      ? `port ${port} is in use: choose another one with ${portOption(port)}, or end the program that uses it`
      : undefined;
  console.error(`rds-data-local: ${portInUse ?? message ?? error}`);
  process.exit(1);
}
