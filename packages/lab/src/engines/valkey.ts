import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, launch } from "@myclothes/local/child";
import { freePort } from "@myclothes/local/port";
import { startProxy } from "../runner/proxy.ts";
import { findProgram } from "./find.ts";
import { connect } from "./resp.ts";

export const HOW_TO_GET =
  "Valkey is not installed: `apt-get install valkey`, or `redis-server` where Debian has no Valkey";

export interface Store {
  url: string;
  /** Kills the store with kill -9, and brings it back as this system does. Resolves when it works again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface ValkeyOptions {
  /** Writes each command to a file before it is answered. */
  appendOnly?: boolean;
  /** A replica takes over when the primary dies. Its link has this delay. */
  replica?: { linkMs: number };
}

export const hasValkey = () => findProgram("valkey-server", "redis-server") !== undefined;

/** Starts Valkey (or Redis). Clients use one fixed address, as with a managed primary endpoint. */
export async function startValkey({ appendOnly = false, replica }: ValkeyOptions): Promise<Store> {
  const dirs: string[] = [];
  const children = new Set<Child>();
  const start = async (dir: string, port: number, more: string[] = []) => {
    const persistence = appendOnly ? ["--appendonly", "yes", "--appendfsync", "everysec"] : [];
    const settings = ["--bind", "127.0.0.1", "--dir", dir, "--save", "", ...persistence, ...more];
    const child = await launch({
      name: "Valkey",
      command: findProgram("valkey-server", "redis-server") ?? "",
      args: ["--port", String(port), "--maxmemory-policy", "noeviction", ...settings],
      ready: /Ready to accept connections/i,
    });
    children.add(child);
    return { child, port, dir };
  };
  const folder = () => {
    const dir = mkdtempSync(path.join(tmpdir(), "valkey-"));
    dirs.push(dir);
    return dir;
  };

  let primary = await start(folder(), await freePort());
  const endpoint = await startProxy(primary.port);
  const url = `redis://127.0.0.1:${endpoint.port}`;
  const follow = async () => {
    const link = await startProxy(primary.port);
    const member = await start(folder(), await freePort(), ["--replicaof", "127.0.0.1", String(link.port)]);
    await untilLinked(member.port);
    link.delay(replica?.linkMs ?? 0);
    return { ...member, link };
  };
  let standby = replica ? await follow() : undefined;

  const crash = async () => {
    // A zone takes with it what was on its way to the replica.
    const cut = standby?.link.stop();
    process.kill(primary.child.pid, "SIGKILL");
    await Promise.all([cut, primary.child.ended]);
    if (!standby) {
      primary = await start(primary.dir, primary.port);
      endpoint.pointTo(primary.port);
      return;
    }
    // What a managed service does: it promotes the replica, and lets the endpoint's name lead to it.
    await command(standby.port, "REPLICAOF", "NO", "ONE");
    primary = standby;
    endpoint.pointTo(primary.port);
    standby = await follow();
  };
  const stop = async () => {
    await Promise.all([...children].map((child) => child.stop()));
    await standby?.link.stop();
    await endpoint.stop();
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  };
  return { url, crash, stop };
}

async function command(port: number, ...words: string[]) {
  const client = connect(`redis://127.0.0.1:${port}`);
  try {
    return await client.send(...words);
  } finally {
    client.close();
  }
}

async function untilLinked(port: number): Promise<void> {
  while (!String(await command(port, "INFO", "replication")).includes("master_link_status:up")) {
    await sleep(20);
  }
}
