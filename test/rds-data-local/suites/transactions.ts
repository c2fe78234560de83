import { beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { needsAnotherRound } from "../../support/rounds.ts";
import { HANG_MS } from "../../support/timeouts.ts";
import { type Client, refusal } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

export function transactionSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
    await client.execute("drop table if exists account");
    await client.execute("create table account (id int primary key, balance int check (balance >= 0))");
  });
  beforeEach(async () => {
    await client.execute("delete from account");
    await client.execute("insert into account values (1, 100)");
  });

  const begin = async (from: Client) => {
    const transactionId = await from.begin();
    onTestFinished(async () => void (await from.rollback(transactionId).catch(() => {})));
    return transactionId;
  };
  const take = "update account set balance = balance - 10 where id = 1";
  const balance = () => client.row("select balance from account where id = 1");

  it("keeps committed data", async () => {
    const transactionId = await begin(client);
    await client.execute(take, [], { transactionId });
    expect(await client.row("select balance from account", [], { transactionId })).toEqual([90]);
    expect((await client.commit(transactionId)).transactionStatus).toBe("Transaction Committed");
    expect(await balance()).toEqual([90]);
  });

  it("removes data that was rolled back", async () => {
    const transactionId = await begin(client);
    await client.execute(take, [], { transactionId });
    expect((await client.rollback(transactionId)).transactionStatus).toBe("Rollback Complete");
    expect(await balance()).toEqual([100]);
  });

  it("refuses a transaction that has ended or never existed", async () => {
    const transactionId = await begin(client);
    await client.commit(transactionId);
    const unknown = refusal("TransactionNotFoundException", 404, /is not found/);
    await expect(client.execute("select 1", [], { transactionId })).rejects.toEqual(unknown);
    await expect(client.commit(transactionId)).rejects.toEqual(unknown);
    await expect(client.rollback("never")).rejects.toEqual(unknown);
  });

  it("refuses to commit after a failed statement", async () => {
    const transactionId = await begin(client);
    await client.execute(take, [], { transactionId });
    await expect(client.execute("select 1/0", [], { transactionId })).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /22012/),
    );
    await expect(client.execute("select 1", [], { transactionId })).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /25P02/),
    );
    await expect(client.commit(transactionId)).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /ROLLBACK/),
    );
    expect(await balance()).toEqual([100]);
  });

  it("accepts one call at a time on a transaction", async () => {
    let refused: PromiseRejectedResult[] = [];
    const since = performance.now();
    for (let round = 0, left = 100; needsAnotherRound(round, 1, () => refused.length > 0, since); round++) {
      const transactionId = await begin(client);
      const calls = Array.from({ length: 5 }, () => client.execute(take, [], { transactionId }));
      const outcomes = await Promise.allSettled(calls);
      refused = outcomes.filter((outcome) => outcome.status === "rejected");
      for (const { reason } of refused) {
        expect(reason).toEqual(
          refusal("DatabaseErrorException", 400, /Transaction is still running a query/),
        );
      }
      left -= 10 * (5 - refused.length);
      await client.commit(transactionId);
      expect(await balance()).toEqual([left]);
      if (left < 50) left = await refill();
    }
  });

  const refill = async () => {
    await client.execute("update account set balance = 100 where id = 1");
    return 100;
  };

  it("rolls back an idle transaction", async () => {
    const idleMs = 200;
    const { client: brief } = await engine.serve({ transactionIdleMs: idleMs });
    const transactionId = await begun(brief, idleMs);
    await expect
      .poll(() => brief.execute("select 1", [], { transactionId }).catch((error) => error.name), {
        interval: 2 * idleMs,
      })
      .toBe("TransactionNotFoundException");
    expect(await balance()).toEqual([100]);
  });

  it("keeps a transaction that is in use", async () => {
    const idleMs = 1_000;
    const { client: brief } = await engine.serve({ transactionIdleMs: idleMs });
    const isInUse = async () => {
      const transactionId = await begin(brief);
      const use = () => brief.execute("select 1", [], { transactionId });
      let last = performance.now();
      for (const call of [use, use, use, use, use, use, () => brief.commit(transactionId)]) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const sent = performance.now();
        const answer = await call().catch((error) => error);
        // A machine that was too busy to use it in time has shown nothing.
        if (performance.now() - last > idleMs) return false;
        expect(answer).not.toBeInstanceOf(Error);
        last = sent;
      }
      return true;
    };
    let isShown = false;
    const since = performance.now();
    for (let round = 0; needsAnotherRound(round, 1, () => isShown, since); round++) isShown = await isInUse();
  });

  it("ends an old transaction even if it is in use", async () => {
    const ageMs = 300;
    const { client: old } = await engine.serve({ transactionAgeMs: ageMs });
    const transactionId = await begun(old, ageMs);
    await expect
      .poll(() => old.execute("select 1", [], { transactionId }).catch((error) => error.name), {
        interval: 50,
      })
      .toBe("TransactionNotFoundException");
    expect(await balance()).toEqual([100]);
  });

  /** A transaction that has taken something. A busy machine may let it end before: then another. */
  async function begun(from: Client, withinMs: number): Promise<string> {
    for (const since = performance.now(); performance.now() - since < HANG_MS; ) {
      const started = performance.now();
      const transactionId = await begin(from);
      const taken = await from.execute(take, [], { transactionId }).catch((error) => error);
      if (!(taken instanceof Error)) return transactionId;
      if (performance.now() - started < withinMs) throw taken;
    }
    throw new Error("The machine is too busy.");
  }

  it("gives back every session", async () => {
    for (let i = 0; i < 30; i++) {
      const transactionId = await begin(client);
      if (i % 3 === 0) await client.execute("select 1/0", [], { transactionId }).catch(() => {});
      await (i % 2 ? client.commit(transactionId) : client.rollback(transactionId)).catch(() => {});
    }
    expect(await balance()).toEqual([100]);
  });

  it("rolls back open transactions when it closes", async () => {
    const { client: other, api } = await engine.serve();
    const transactionId = await begin(other);
    await other.execute(take, [], { transactionId });
    await api.close();
    expect(await balance()).toEqual([100]);
  });

  if (engine.name === "PGlite") {
    it("lets a call outside the open transaction wait, and explains a time-out", async () => {
      const { client: hasty } = await engine.serve({ acquireMs: 2_000 });
      const transactionId = await begin(hasty);
      await expect(hasty.execute("select 1")).rejects.toEqual(
        refusal(
          "DatabaseErrorException",
          400,
          /no database session was free for 2000 ms, 1 transaction\(s\) are open.*SQLState: 53300/,
        ),
      );
      const waiting = hasty.row("select balance from account");
      await hasty.execute(take, [], { transactionId });
      await hasty.commit(transactionId);
      expect(await waiting).toEqual([90]);
    });
  } else {
    it("reports an unavailable database when the connection is lost, and ends the transaction", async () => {
      const transactionId = await begin(client);
      const [pid] = (await client.row("select pg_backend_pid()", [], { transactionId })) ?? [];
      await client.execute(`select pg_terminate_backend(${pid})`);
      await expect(client.execute(take, [], { transactionId })).rejects.toEqual(
        refusal("DatabaseUnavailableException", 504, /./),
      );
      await expect(client.execute(take, [], { transactionId })).rejects.toEqual(
        refusal("TransactionNotFoundException", 404),
      );
      expect(await balance()).toEqual([100]);
    });

    it("runs transactions in parallel, and ends one of two in a deadlock", async () => {
      await client.execute("insert into account values (2, 100)");
      const [a, b] = await Promise.all([begin(client), begin(client)]);
      const lock = (id: number, transactionId: string) =>
        client.execute(`update account set balance = 0 where id = ${id}`, [], { transactionId });
      await Promise.all([lock(1, a), lock(2, b)]);
      const outcomes = await Promise.allSettled([lock(2, a), lock(1, b)]);
      expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([
        { status: "rejected", reason: refusal("DatabaseErrorException", 400, /SQLState: 40P01/) },
      ]);
    });
  }
}
