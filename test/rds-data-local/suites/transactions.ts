import { once } from "node:events";
import { connect } from "node:net";
import { beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { needsAnotherRound } from "../../support/rounds.ts";
import { HANG_MS } from "../../support/timeouts.ts";
import { type Client, clientOf, refusal } from "../support/client.ts";
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
    const ended = refusal(
      "TransactionNotFoundException",
      404,
      /is not found\. One previous call resulted in a/,
    );
    await expect(client.execute("select 1", [], { transactionId })).rejects.toEqual(ended);
    await expect(client.commit(transactionId)).rejects.toEqual(ended);
    await expect(client.rollback("never")).rejects.toEqual(
      refusal("TransactionNotFoundException", 404, /is not found\. Transaction may be expired\./),
    );
  });

  it.each([
    ["08006", "raise exception 'raised' using errcode = '08006'"],
    ["57P01", "raise exception 'raised' using errcode = '57P01'"],
  ])("reports %s that SQL raises as an error, and keeps the transaction", async (state, raise) => {
    const transactionId = await begin(client);
    await client.execute("savepoint s", [], { transactionId });
    await expect(
      client.execute(`do 'begin ${raise.replaceAll("'", "''")}; end'`, [], { transactionId }),
    ).rejects.toEqual(
      refusal("DatabaseErrorException", 400, new RegExp(`^ERROR: raised; SQLState: ${state}$`)),
    );
    await client.execute("rollback to savepoint s", [], { transactionId });
    await client.execute(take, [], { transactionId });
    await client.commit(transactionId);
    expect(await balance()).toEqual([90]);
  });

  it.each([true, false])("stores nothing after a failed statement, strict: %s", async (strict) => {
    const { client, warnings } = await engine.serve({}, { strict });
    const transactionId = await begin(client);
    await client.execute(take, [], { transactionId });
    await expect(client.execute("select 1/0", [], { transactionId })).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /22012/),
    );
    await expect(client.execute("select 1", [], { transactionId })).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /25P02/),
    );
    if (strict) {
      expect((await client.commit(transactionId)).transactionStatus).toBe("Transaction Committed");
      expect(warnings).toEqual([
        expect.stringMatching(/^AWS would lose this: transaction .{8} was committed/),
      ]);
    } else {
      await expect(client.commit(transactionId)).rejects.toEqual(
        refusal("DatabaseErrorException", 400, /ROLLBACK/),
      );
    }
    expect(await balance()).toEqual([100]);
  });

  it("refuses every call that is on its way while another one runs", async () => {
    const { url } = await engine.serve();
    const transactionId = await begin(clientOf(url));
    for (let round = 0; round < 20; round++) {
      const answers = await sendAtOnce(url, 3, { transactionId, sql: "select 1" });
      expect(answers.filter((answer) => answer.includes("200 OK"))).toHaveLength(1);
      expect(
        answers.filter((answer) => answer.includes("Transaction is still running a query")),
      ).toHaveLength(2);
    }
  });

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
    it("ends an idle transaction sooner if it blocks another call, and reports it", async () => {
      const { client: hasty, warnings } = await engine.serve({ transactionBlockingMs: 300 });
      const transactionId = await begin(hasty);
      await hasty.execute(take, [], { transactionId });
      expect(await hasty.row("select balance from account")).toEqual([100]);
      expect(warnings).toEqual([expect.stringMatching(/has been idle for \d+ ms while another call waits/)]);
      await expect(hasty.commit(transactionId)).rejects.toEqual(
        refusal("TransactionNotFoundException", 404, /may be expired/),
      );
    });

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

/** Sends the same statement over several connections. Each is open and idle, so all requests leave before any answer comes. */
async function sendAtOnce(url: string, count: number, fields: object): Promise<string[]> {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify({
    resourceArn: "arn:aws:rds:x:0:cluster:local",
    secretArn: "arn:aws:secretsmanager:x:0:secret:local",
    ...fields,
  });
  const request = `POST /Execute HTTP/1.1\r\nHost: ${host}\r\nAuthorization: AWS4-HMAC-SHA256 x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, "connect");
      return socket;
    }),
  );
  return Promise.all(
    sockets.map(async (socket) => {
      socket.write(request);
      return (await socket.setEncoding("utf8").toArray()).join("");
    }),
  );
}
