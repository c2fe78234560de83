import { log } from "@myclothes/core/log";
import { migrate } from "@myclothes/core/migrate";

/** The deploy calls it when there are new migrations, and fails if it does. The files lie beside it. */
export async function handler(): Promise<{ applied: number }> {
  const applied = await migrate(new URL("migrations/", import.meta.url));
  log("info", "migrated", { applied });
  return { applied };
}
