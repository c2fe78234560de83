import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readTypes } from "../../packages/client/build/schema.ts";

it("the client's types are those of the published description. Otherwise run `npm run client:types`", async () => {
  const file = new URL("../../packages/client/src/schema.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(await readTypes());
});
