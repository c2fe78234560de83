import { afterAll, beforeAll, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { run } from "../../support/products.ts";

// Own engines: other tests could create no collections meanwhile.
let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startOwnEngines();
});
afterAll(() => stop());

it("a collection is refused if there are 200 already, but an existing one can be replaced", async () => {
  const { send } = await admin();
  await run("delete from collection");
  await run("insert into collection (handle, title) select 'full-' || n, 'T' from generate_series(1, 199) n");
  const put = async (handle: string, title: string) => {
    const { status, body } = await send("PUT", `/admin/v1/collections/${handle}`, {
      body: { title, products: [] },
    });
    return [status, body.code];
  };
  expect(await put("last", "T")).toEqual([201, undefined]);
  expect(await put("more", "T")).toEqual([422, "catalog.collection_limit"]);
  expect(await put("last", "Other")).toEqual([200, undefined]);
  await send("DELETE", "/admin/v1/collections/full-1");
  expect(await put("more", "T")).toEqual([201, undefined]);
});
