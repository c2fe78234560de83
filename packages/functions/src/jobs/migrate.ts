import { log } from "@myclothes/core/log";
import { migrate } from "@myclothes/core/migrate";
import { setPasswords } from "@myclothes/core/passwords";

/**
 * The deploy calls it when there are new migrations or passwords, and fails if it does. The files lie beside it. It is the only
 * function that runs as the master user.
 */
export async function handler(): Promise<{ applied: number; roles: number }> {
  const applied = await migrate(new URL("migrations/", import.meta.url));
  const roles = await setPasswords();
  log("info", "migrated", { applied, roles });
  return { applied, roles };
}
