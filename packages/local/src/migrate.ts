import { migrate } from "@myclothes/core/migrate";
import { requireLinks } from "./process/links.ts";
import { run } from "./process/run.ts";

await run(async () => {
  requireLinks();
  const count = await migrate();
  console.log(count > 0 ? `${count} migrations applied.` : "No migration is new.");
  return undefined;
});
