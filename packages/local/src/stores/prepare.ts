// Runs as a process of its own and makes the stores ready: tables, migrations, seed. `process.env` says where they are.
import { migrate } from "@myclothes/core/migrate";
import { step, type Tell } from "../process/narrate.ts";
import { seed } from "../seed/seed.ts";
import { createTables } from "./tables.ts";

process.once("uncaughtException", (error) => {
  console.error(story(error));
  process.exit(1);
});

const tell: Tell = (...told) => process.send?.(told);

const tables = step(tell, "Tables", createTables, (names) => names.join(", "));
await step(tell, "Migrations", migrate, (count) => (count > 0 ? `${count} applied` : "none is new"));
await step(tell, "Seed", seed, ({ products, variants }) => `${products} products in ${variants} variants`);
await tables;
console.log("ready");

/** The error and what led to it, in one line. */
function story(error: unknown): string {
  const { message = String(error), cause } = error as Error;
  return cause ? `${message}: ${story(cause)}` : message;
}
