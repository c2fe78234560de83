// Runs as a process of its own and makes the stores ready: tables, migrations, seed. A message says where they are.
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { links } from "@myclothes/core/links";
import { migrate } from "@myclothes/core/migrate";
import { step, type Tell } from "../process/report.ts";
import { seed } from "../seed/seed.ts";
import type { Order } from "./stores.ts";
import { createTables } from "./tables.ts";

process.once("uncaughtException", (error) => {
  console.error(story(error));
  process.exit(1);
});

const tell: Tell = (...told) => process.send?.(told);

process.once("message", async ({ env, checkpoint }: Order) => {
  Object.assign(process.env, env);
  const tables = step(tell, "Tables", createTables, (names) => names.join(", "));
  await step(tell, "Migrations", migrate, (count) => (count > 0 ? `${count} applied` : "none is new"));
  await step(tell, "Seed", seed, ({ products, variants }) => `${products} products in ${variants} variants`);
  await tables;
  if (checkpoint) await writeCheckpoint();
  process.send?.("done");
});

console.log("loaded");

/** Writes all that the database holds to its files, so that a copy of them opens quickly. */
async function writeCheckpoint(): Promise<void> {
  const { clusterArn: resourceArn, secretArn, database } = links.Database;
  const client = new RDSDataClient({});
  await client.send(new ExecuteStatementCommand({ resourceArn, secretArn, database, sql: "checkpoint" }));
}

/** The error and what led to it, in one line. */
function story(error: unknown): string {
  const { message = String(error), cause } = error as Error;
  return cause ? `${message}: ${story(cause)}` : message;
}
