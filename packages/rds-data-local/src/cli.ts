#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { HELP, type Options, parseOptions, withoutPassword } from "./cli/options.ts";
import { createDataApi } from "./index.ts";

main(process.argv.slice(2)).catch(fail);

async function main(args: string[]): Promise<void> {
  const since = performance.now();
  const options = parseOptions(args, process.env);
  if (options.help) return console.log(HELP);

  // The port is opened first, so that a used port is reported at once. An early call waits for the database.
  const api = createDataApi({
    pool: { connect: async () => (await database).connect() },
    secrets: options.secrets,
    ...(options.verbose && { log: (call) => console.log(JSON.stringify(call)) }),
  });
  const listening = api.listen(options.port, options.host);
  const database = listening.then(() => open(options));
  stopOnSignal(async () => {
    await api.close();
    await (await database).end();
  });
  await database;
  const ms = Math.round(performance.now() - since);
  console.log(`data api ready on ${await listening} over ${describe(options)} (${ms} ms)`);
}

/** Loads only the needed driver: PGlite alone takes longer to load than everything else. */
async function open({ url, urlFrom, dir, template, connections }: Options) {
  if (url === undefined) {
    // At a start, V8 would optimize much of PostgreSQL that then runs no more. This makes it wait until a function has run for
    // longer.
    setFlagsFromString("--wasm-tiering-budget=100000000");
    return (await import("./pglite/index.ts")).openPglite({ dir, template });
  }
  return (await import("./cli/postgres.ts")).connectToPostgres(url, urlFrom, connections);
}

function describe({ url, dir }: Options): string {
  if (url !== undefined) return `PostgreSQL at ${withoutPassword(url)}`;
  return dir === undefined ? "PGlite in memory" : `PGlite in ${dir}`;
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

function fail(error: unknown): void {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  const portInUse =
    code === "EADDRINUSE"
      ? `port ${port} is in use: choose another one with --port, or end the program that uses it`
      : undefined;
  console.error(`rds-data-local: ${portInUse ?? message ?? error}`);
  process.exit(1);
}
