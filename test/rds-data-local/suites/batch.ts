import { beforeAll, beforeEach, expect, it } from "vitest";
import { type Client, long, refusal, text } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

export function batchSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
    await client.execute("drop table if exists stock");
    await client.execute("create table stock (sku text primary key, quantity int)");
  });
  beforeEach(() => client.execute("delete from stock"));

  const insert = "insert into stock values (:sku, :quantity)";
  const count = () => client.row("select count(*), sum(quantity) from stock");

  it("runs a statement once for each set of parameters", async () => {
    const sets = Array.from({ length: 200 }, (_, i) => [text("sku", `s${i}`), long("quantity", i)]);
    const { updateResults } = await client.batch(insert, sets);
    expect(updateResults).toEqual(sets.map(() => ({ generatedFields: [] })));
    expect(await count()).toEqual([200, 19_900]);
  });

  it("runs a statement once if there is no set", async () => {
    expect((await client.batch("insert into stock values ('a', 1)", [])).updateResults).toHaveLength(1);
    expect(await count()).toEqual([1, 1]);
  });

  it("stores nothing if one of them fails", async () => {
    const sets = [
      [text("sku", "a"), long("quantity", 1)],
      [text("sku", "a"), long("quantity", 2)],
    ];
    await expect(client.batch(insert, sets)).rejects.toEqual(refusal("DatabaseErrorException", 400, /23505/));
    expect(await count()).toEqual([0, null]);
    await client.batch(insert, sets.slice(1));
    expect(await count()).toEqual([1, 2]);
  });

  it("is part of its transaction", async () => {
    const transaction = await client.begin();
    await client.batch(insert, [[text("sku", "a"), long("quantity", 1)]], transaction);
    await client.rollback(transaction);
    expect(await count()).toEqual([0, null]);
  });
}
