import { afterAll, beforeAll, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { createCategory } from "../../support/catalog-edits.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { adminRoutes } from "../support/admin-routes.ts";
import { writes } from "../support/admin-writes.ts";
import { account } from "../support/customer.ts";
import { placed } from "../support/merchant.ts";

// Own engines: the writes of other tests would change the tables, too.
let stop: () => Promise<void>;
let send: Awaited<ReturnType<typeof admin>>["send"];
let keyId = "";
beforeAll(async () => {
  stop = await startOwnEngines();
  ({ send, id: keyId } = await admin());
  await createCategory();
});
afterAll(() => stop());

const writing = adminRoutes.filter(({ method }) => method !== "GET");

let dump = "";
/** The content of every table except the audit log, without the time when a key was last used. */
async function content(): Promise<unknown> {
  if (dump === "") {
    const [row] = await run(
      `select string_agg(format(
         'select %L || coalesce(md5(string_agg(row, '','' order by row)), ''empty'')
          from (select (to_jsonb(t) - ''last_used_at'')::text as row from %I t) as rows', tablename, tablename
       ), ' union all ') from pg_tables where schemaname = 'public' and tablename not in ('audit', 'migration')`,
    );
    dump = String(row?.[0]);
  }
  return (await run(dump)).flat().sort();
}

const lastAudit = async () => Number((await run("select coalesce(max(id), 0) from audit"))[0]?.[0]);
const auditAfter = (id: number) =>
  run("select key_id, route, before is distinct from after from audit where id > :id order by id", { id });

it("each writing route is tested here", () => {
  expect(Object.keys(writes(send)).sort()).toEqual(writing.map(({ id }) => id).sort());
});

it.each(writing)("$route records each change once, and no change never", async ({ id, method, route }) => {
  const write = writes(send)[id];
  if (!write) throw new Error(`There is no request for ${id}.`);
  const { path, ...request } = await write();
  // The same request again changes something else, or nothing.
  for (const time of ["first", "second"]) {
    const [before, last] = [await content(), await lastAudit()];
    const { status, body } = await send(method, `/admin/v1/${path}`, request);
    expect(status, JSON.stringify(body)).toBeLessThan(500);
    const isChanged = JSON.stringify(await content()) !== JSON.stringify(before);
    if (time === "first") expect([status < 300, isChanged], JSON.stringify(body)).toEqual([true, true]);
    expect(await auditAfter(last), time).toEqual(isChanged ? [[keyId, route, true]] : []);
  }
  recordTrials({ promise: "K2", trials: 2 });
});

it("no reading route changes anything", async () => {
  const { id, number } = await placed([1]);
  const { handle, sku } = await product();
  const { id: customer } = await account();
  const names: Record<string, unknown> = { orders: id, products: handle, variants: sku, customers: customer };
  const [before, last] = [await content(), await lastAudit()];
  for (const { method, path } of adminRoutes.filter(({ method }) => method === "GET")) {
    const [, , , group = ""] = path.split("/");
    await send(method, path.replace("none", String(names[group] ?? "none")));
  }
  expect((await send("GET", `/admin/v1/orders/${number}`)).status).toBe(200);
  expect([await content(), await lastAudit()]).toEqual([before, last]);
});
