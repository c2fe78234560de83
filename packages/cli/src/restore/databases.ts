import type { DBCluster } from "@aws-sdk/client-rds";
import { readOnly, readWrite } from "@myclothes/core/console";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { ownName, restoredName } from "@myclothes/core/restored";
import { UserError } from "@myclothes/local/report";
import { findCluster } from "./cluster.ts";
import type { Read } from "./differences.ts";

const LIMIT_MS = 45_000;

/** The databases of a switch. One that was deleted is undefined. */
export interface Databases {
  before: DBCluster | undefined;
  after: DBCluster | undefined;
}

/**
 * The database that the shop uses before a switch to `id`, and the one that it uses after it. Without an ID: before and after
 * the way back. After the deploy, the answer is still the same.
 */
export async function findDatabases(id: string | undefined): Promise<Databases> {
  const linked = links.Database.clusterArn.split(":").at(-1) ?? "";
  const own = ownName(linked);
  const after = id ? restoredName(linked, id) : own;
  // After the deploy, the links lead to the other database.
  const before = linked === after ? own : linked;
  return { before: await findCluster(before), after: await findCluster(after) };
}

/** Whether the restore has ended: the Data API is its last step. */
export const isComplete = (cluster: DBCluster | undefined): cluster is DBCluster =>
  cluster?.HttpEndpointEnabled === true;

/** Reads a database as its owner. */
export const readerOf =
  (cluster: DBCluster | undefined): Read =>
  async (statement) =>
    (await readOnly(context({ timeoutMs: LIMIT_MS }), statement, undefined, targetOf(cluster))).rows;

/** Changes a database as its owner. */
export const writerOf =
  (cluster: DBCluster): Read =>
  (statement) =>
    readWrite(context({ timeoutMs: LIMIT_MS }), statement, targetOf(cluster));

function targetOf(cluster: DBCluster | undefined) {
  if (!cluster) throw new UserError("The cluster does not exist any more.");
  return { clusterArn: cluster.DBClusterArn ?? "", secretArn: cluster.MasterUserSecret?.SecretArn ?? "" };
}
