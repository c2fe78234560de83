import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readOnly, readWrite, SqlFault } from "@myclothes/core/console";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ask = (statement: string) => readOnly(context({ timeoutMs: 60_000 }), statement);

describe("a statement on the command line", () => {
  it("returns columns and rows, with arrays, bytes and null", async () => {
    const statement =
      "-- what\nselect array['a','b'] as list, '\\x00ff'::bytea as bytes, null as none, 1 as one";
    expect(await ask(statement)).toEqual({
      columns: ["list", "bytes", "none", "one"],
      rows: [["{a,b}", "\\x00ff", null, 1]],
    });
  });

  it.each(["select 1; select 2", "selec 1", "delete from event", "select no_such_column"])(
    "is refused with the database's message: %s",
    async (statement) => {
      await expect(ask(statement)).rejects.toThrow(SqlFault);
    },
  );

  it("is limited by the database too, before the request is given up", async () => {
    const { rows } = await ask("select setting from pg_settings where name = 'statement_timeout'");
    const limit = Number(rows[0]?.[0]);
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(55_000);
  });
});

it("a statement that may write is committed, or refused with the database's message", async () => {
  const target = { clusterArn: links.Database.clusterArn, secretArn: links.Database.secrets.master };
  const write = (statement: string) => readWrite(context({ timeoutMs: 60_000 }), statement, target);
  await write("create sequence console_numbers");
  expect(await write("select setval('console_numbers', 7)")).toEqual([[7]]);
  expect((await ask("select last_value from console_numbers")).rows).toEqual([[7]]);
  await write("drop sequence console_numbers");
  await expect(write("selec 1")).rejects.toThrow(SqlFault);
});

describe("a statement without an answer", () => {
  let rollbacks = 0;
  const { AWS_ENDPOINT_URL_RDS_DATA } = process.env;
  /** A Data API that never answers the statement, and refuses to roll back for as long as it seems to run. */
  const server = createServer((request, answer) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      const isRollback = request.url === "/RollbackTransaction";
      if (JSON.parse(body).sql === "select slow") return;
      if (isRollback) rollbacks++;
      const isRefused = isRollback && rollbacks === 1;
      answer.writeHead(isRefused ? 400 : 200, { "x-amzn-errortype": "DatabaseErrorException" });
      answer.end(
        JSON.stringify(
          isRefused ? { message: "Transaction is still running a query" } : { transactionId: "tx" },
        ),
      );
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.AWS_ENDPOINT_URL_RDS_DATA = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    process.env.AWS_ENDPOINT_URL_RDS_DATA = AWS_ENDPOINT_URL_RDS_DATA;
    server.closeAllConnections();
    server.close();
  });

  it("is reported in one sentence, and its transaction is rolled back as soon as that is possible", async () => {
    const asked = readOnly(context({ timeoutMs: 10_000 }), "select slow", 60_000);
    await expect(asked).rejects.toThrow(/^The statement was stopped.* Read less/);
    expect(rollbacks).toBe(2);
  });
});
