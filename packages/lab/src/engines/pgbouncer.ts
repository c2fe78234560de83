import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Child, launch } from "@myclothes/local/child";
import { freePort } from "@myclothes/local/port";
import { findProgram } from "./find.ts";
import { asOwner, folderOfOwner } from "./postgres.ts";

export const HOW_TO_GET_PGBOUNCER = "PgBouncer is not installed: `apt-get install pgbouncer`";

export const hasPgbouncer = () => findProgram("pgbouncer") !== undefined;

/** A proxy before the database: it lends one of its few connections for each transaction, as RDS Proxy does. */
export async function startPgbouncer(
  databaseUrl: string,
  connections: number,
  clients: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { port, username } = new URL(databaseUrl);
  const dir = folderOfOwner();
  const own = await freePort();
  const settings = [
    "[databases]",
    `postgres = host=127.0.0.1 port=${port} user=${username}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${own}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    `max_client_conn = ${clients}`,
    `default_pool_size = ${connections}`,
    "server_login_retry = 1",
    "ignore_startup_parameters = extra_float_digits",
  ];
  const file = path.join(dir, "pgbouncer.ini");
  writeFileSync(file, `${settings.join("\n")}\n`);
  let child: Child;
  try {
    child = await launch({
      name: "PgBouncer",
      ...asOwner(findProgram("pgbouncer") ?? "", [file]),
      ready: /process up/,
    });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
  const stop = async () => {
    await child.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { url: `postgres://${username}@127.0.0.1:${own}/postgres`, stop };
}
