import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readAdminTypes } from "../../packages/storefront/build/admin-schema.ts";

it("the admin page's types are those of the published description. Otherwise run `npm run client:types`", async () => {
  const file = new URL("../../packages/storefront/src/admin/schema.ts", import.meta.url);
  expect(readFileSync(file, "utf8")).toBe(await readAdminTypes());
});
