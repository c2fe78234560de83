import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { startInstances } from "../../../packages/local/src/functions/instances.ts";

it("says in one line why the instances cannot start", async () => {
  const bundle = fileURLToPath(new URL("../fixtures/refuses-to-start.mjs", import.meta.url));
  const start = startInstances(2, { name: "Api", bundle, env: process.env, log: () => {} });
  await expect(start).rejects.toThrow(/^Api \d could not start: Error: the bundle is broken on purpose$/);
});
