import { links } from "@myclothes/core/links";
import { migrate } from "@myclothes/core/migrate";
import { setPasswords } from "@myclothes/core/passwords";
import { requireLinks } from "./process/links.ts";
import { run } from "./process/run.ts";

await run(async () => {
  requireLinks();
  const count = await migrate();
  console.log(count > 0 ? `Migrations applied: ${count}.` : "No migration is new.");
  // On this machine the Data API takes a role for each secret and checks no password.
  if (links.App.stage !== "local") console.log(`${await setPasswords()} roles have their passwords.`);
  return undefined;
});
