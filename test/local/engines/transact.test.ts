import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
// @ts-expect-error: it is plain JavaScript, as the engine it stands before.
import { withTransactions } from "../../../packages/local/src/engines/transact.mjs";

it("who goes away while a transaction is running holds up nobody", async () => {
  const engine = createServer((request, response) => {
    const isPut = String(request.headers["x-amz-target"]).endsWith("PutItem");
    request.resume().on("end", () => setTimeout(() => response.end("{}"), isPut ? 100 : 1));
  });
  withTransactions(engine);
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const ask = async (operation: string, patienceMs: number) => {
    const headers = {
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "x",
      authorization: "x",
    };
    const body = JSON.stringify({ TransactItems: [{ Put: { TableName: "Things", Item: {} } }] });
    const signal = AbortSignal.timeout(patienceMs);
    return (await fetch(url, { method: "POST", headers, body, signal })).status;
  };
  const first = ask("TransactWriteItems", 5_000);
  await sleep(20);
  await expect(ask("GetItem", 30)).rejects.toThrow("aborted");
  expect(await first).toBe(200);
  expect(await ask("TransactWriteItems", 5_000)).toBe(200);
  expect(await ask("GetItem", 5_000)).toBe(200);
  engine.close();
});
