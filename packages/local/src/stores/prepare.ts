// Runs as a process of its own and prepares the stores: tables, migrations, seed. A message says where they are.
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { links } from "@myclothes/core/links";
import { migrate } from "@myclothes/core/migrate";
import type { Env } from "../engines/env.ts";
import { type Report, reportStep } from "../process/report.ts";
import { seed } from "../seed/seed.ts";
import { createTables } from "./tables.ts";

/** The message that starts the work. */
export interface PrepareMessage {
  env: Env;
  /** Whether the database's files are copied afterwards. */
  checkpoint: boolean;
}

process.once("uncaughtException", (error) => {
  console.error(messageOf(error));
  process.exit(1);
});

const report: Report = (...step) => process.send?.(step);

process.once("message", async ({ env, checkpoint }: PrepareMessage) => {
  Object.assign(process.env, env);
  const tables = reportStep(report, "Tables", createTables, (names) => `${names.length} tables`);
  await reportStep(report, "Migrations", migrate, (count) =>
    count > 0 ? `${count} applied` : "nothing new",
  );
  await reportStep(
    report,
    "Seed",
    seed,
    ({ products, variants }) => `${products} products in ${variants} variants`,
  );
  await tables;
  if (checkpoint) await writeCheckpoint();
  process.send?.("done");
});

console.log("loaded");

/** Writes all that the database holds to its files, so that a copy of them opens quickly. */
async function writeCheckpoint(): Promise<void> {
  const { clusterArn: resourceArn, secrets, database } = links.Database;
  const client = new RDSDataClient({});
  await client.send(
    new ExecuteStatementCommand({ resourceArn, secretArn: secrets.master, database, sql: "checkpoint" }),
  );
}

/** The error's message with those of its causes, in one line. */
function messageOf(error: unknown): string {
  const { message = String(error), cause } = error as Error;
  return cause ? `${message}: ${messageOf(cause)}` : message;
}
