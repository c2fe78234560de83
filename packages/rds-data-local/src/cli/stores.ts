import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import type { Pool } from "../session/pool.ts";
import { applyScripts } from "./init.ts";
import { type Options, report } from "./options.ts";

/** A database that the command opened. */
export interface Store extends Pool {
  /** Whether it was created now. */
  isNew: boolean;
  /** Runs a script of several statements, all or nothing. */
  run(script: string): Promise<void>;
  /** Answers PostgreSQL clients, if the database has no port of its own. */
  listen?(port: number, host?: string): Promise<number>;
  /** With `remove`, it also removes a database in a folder. */
  end(options?: { remove?: boolean }): Promise<void>;
}

export interface Stores {
  main: Store;
  /** The pools by name, if `--database` names some. All but the first are opened when a call needs them. */
  databases: Record<string, Pool> | undefined;
  end(): Promise<void>;
}

/** Opens the database of the command line, and prepares the others. */
export async function openStores(options: Options): Promise<Stores> {
  const opened = new Map<string | undefined, Promise<Store>>();

  function openOnce(name: string | undefined): Promise<Store> {
    const store = opened.get(name) ?? openWithScripts(options, name);
    opened.set(name, store);
    // The next call tries again.
    store.catch(() => opened.delete(name));
    return store;
  }

  const [first, ...others] = options.databases;
  const main = await openOnce(first);
  const lazily = (name: string): [string, Pool] => [
    name,
    { connect: async () => (await openOnce(name)).connect() },
  ];
  return {
    main,
    databases: first === undefined ? undefined : { [first]: main, ...Object.fromEntries(others.map(lazily)) },
    end: async () => {
      for (const store of opened.values()) await (await store).end();
    },
  };
}

async function openWithScripts(options: Options, name: string | undefined): Promise<Store> {
  const store = await open(options, name);
  try {
    // What a folder holds already has its tables.
    if (store.isNew) await applyScripts(store, options.init);
    else if (options.init.length > 0)
      report(`the database exists, so ${options.init.join(", ")} was not run`);
    return store;
  } catch (error) {
    // So that the next start runs the scripts again.
    await store.end({ remove: true });
    throw error;
  }
}

/** Loads only the needed driver: PGlite alone takes longer to load than everything else. */
async function open(options: Options, name: string | undefined): Promise<Store> {
  const { url, urlFrom, dir, template, connections, databases } = options;
  if (url !== undefined) {
    const { connectToPostgres } = await import("./postgres.ts");
    return connectToPostgres(url, urlFrom, connections, name);
  }
  // At a start, V8 would optimize much of PostgreSQL that then runs no more. This makes it wait until a function has run for
  // longer.
  setFlagsFromString("--wasm-tiering-budget=100000000");
  const { openPglite } = await import("../pglite/index.ts");
  const isMain = name === databases[0];
  return openPglite({
    dir: dir === undefined || isMain || name === undefined ? dir : join(dir, "databases", name),
    template,
    onCreate: () => report("creating a database: this takes a few seconds, and only once"),
  });
}
