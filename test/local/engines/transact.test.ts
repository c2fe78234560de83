import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
// @ts-expect-error: it is plain JavaScript, as the engine it stands before.
import { withTransactions } from "../../../packages/local/src/engines/transact.mjs";
import { gate } from "../../support/gate.ts";

it("who goes away while a transaction is running holds up nobody", async () => {
  const [put, waiting, answer] = [gate(), gate(), gate()];
  const engine = createServer(async (request, response) => {
    if (String(request.headers["x-amz-target"]).endsWith("PutItem")) {
      put.open();
      await answer.opened;
    }
    request.resume().on("end", () => response.end("{}"));
  });
  withTransactions(engine);
  const gone = new Promise<void>((resolve) =>
    engine.on("request", (request, response) => {
      if (String(request.headers["x-amz-target"]).endsWith("GetItem")) {
        waiting.open();
        response.once("close", resolve);
      }
    }),
  );
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const ask = async (operation: string, signal?: AbortSignal) => {
    const headers = {
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "x",
      authorization: "x",
    };
    const body = JSON.stringify({ TransactItems: [{ Put: { TableName: "Things", Item: {} } }] });
    return (await fetch(url, { method: "POST", headers, body, ...(signal && { signal }) })).status;
  };
  const first = ask("TransactWriteItems");
  await put.opened;
  const impatient = new AbortController();
  const second = expect(ask("GetItem", impatient.signal)).rejects.toThrow("aborted");
  await waiting.opened;
  impatient.abort();
  await Promise.all([second, gone]);
  answer.open();
  expect(await first).toBe(200);
  expect(await ask("TransactWriteItems")).toBe(200);
  expect(await ask("GetItem")).toBe(200);
  engine.close();
});
