import { migrate } from "@myclothes/core/migrate";
import { linked } from "./process/links.ts";

await linked(async () => {
  const count = await migrate();
  console.log(count > 0 ? `${count} migrations applied.` : "No migration is new.");
});
