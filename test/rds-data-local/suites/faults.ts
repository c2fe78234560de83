import type { DataApi } from "rds-data-local";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Client, refusal } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

export function faultSuite(engine: Engine): void {
  let api: DataApi;
  let client: Client;
  beforeAll(async () => {
    ({ api, client } = await engine.serve());
    await client.execute("create table if not exists mark (a int)");
  });
  beforeEach(() => client.execute("delete from mark"));
  afterEach(() => api.clearFaults());

  const insert = "insert into mark values (1)";
  const marks = async () => (await client.row("select count(*) from mark"))?.[0];

  it.each([
    ["DatabaseResumingException", 400],
    ["DatabaseUnavailableException", 504],
    ["ServiceUnavailableError", 503],
    ["InternalServerErrorException", 500],
    ["TransactionNotFoundException", 404],
    ["ForbiddenException", 403],
    ["NeverHeardOfException", 400],
  ])("fails the next call with %s and its status, before it takes effect", async (exception, status) => {
    api.failNext({ exception });
    await expect(client.execute(insert)).rejects.toEqual(refusal(exception, status, /./));
    expect(await marks()).toBe(0);
  });

  it("fails the given number of calls", async () => {
    api.failNext({ exception: "DatabaseResumingException", times: 2 });
    for (let i = 0; i < 2; i++) {
      await expect(client.execute(insert)).rejects.toEqual(refusal("DatabaseResumingException", 400));
    }
    await client.execute(insert);
    expect(await marks()).toBe(1);
  });

  it("fails only calls of the given operation", async () => {
    api.failNext({ exception: "InternalServerErrorException", operation: "CommitTransaction" });
    const transactionId = await client.begin();
    await client.execute(insert, [], { transactionId });
    await expect(client.commit(transactionId)).rejects.toEqual(
      refusal("InternalServerErrorException", 500, /./),
    );
    await client.commit(transactionId);
    expect(await marks()).toBe(1);
  });

  it("resets the connection before the call takes effect", async () => {
    api.failNext({ reset: true });
    await expect(client.execute(insert)).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(await marks()).toBe(0);
  });

  it("lets the call take effect and loses its answer", async () => {
    api.failNext({ reset: true, applied: true });
    await expect(client.execute(insert)).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(await marks()).toBe(1);
  });

  it("loses the answer of a commit, and then refuses the ended transaction", async () => {
    api.failNext({ reset: true, applied: true, operation: "CommitTransaction" });
    const transactionId = await client.begin();
    await client.execute(insert, [], { transactionId });
    await expect(client.commit(transactionId)).rejects.toThrow(/ECONNRESET|socket hang up/);
    await expect(client.commit(transactionId)).rejects.toEqual(refusal("TransactionNotFoundException", 404));
    expect(await marks()).toBe(1);
  });

  it("lets the call take effect and answers with an exception", async () => {
    api.failNext({ exception: "InternalServerErrorException", applied: true });
    await expect(client.execute(insert)).rejects.toEqual(refusal("InternalServerErrorException", 500, /./));
    expect(await marks()).toBe(1);
  });

  it("delays the answer of a call that takes effect", async () => {
    api.failNext({ delayMs: 30_000, operation: "BatchExecuteStatement" });
    const late = client.batch(insert, []).catch(() => {});
    await expect.poll(marks).toBe(1);
    await expect(Promise.race([late, client.row("select 'still out'")])).resolves.toEqual(["still out"]);
  });

  it("applies faults in their order, and clears them", async () => {
    api.failNext({ exception: "DatabaseResumingException" });
    api.failNext({ exception: "ServiceUnavailableError", times: 5 });
    await expect(client.execute(insert)).rejects.toEqual(refusal("DatabaseResumingException", 400));
    await expect(client.execute(insert)).rejects.toEqual(refusal("ServiceUnavailableError", 503, /./));
    api.clearFaults();
    expect(await marks()).toBe(0);
  });
}
