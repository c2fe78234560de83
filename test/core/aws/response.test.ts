import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context } from "@myclothes/core/context";
import { describe as describeError } from "@myclothes/core/log";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { listItems, ping, readItems } from "../../../packages/core/src/aws/dynamo.ts";
import {
  deleteItem,
  putItem,
  putItems,
  updateItem,
  writeItems,
} from "../../../packages/core/src/aws/dynamo.write.ts";
import { execute, rows, transaction } from "../../../packages/core/src/aws/postgres.ts";
import { sql } from "../../../packages/core/src/aws/sql.ts";

// Real clients with a server whose responses the tests choose, because a mocked client parses no body.

/** The bodies of the next responses. The last one is repeated. */
let bodies: string[] = [];
let requests = 0;
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const path = request.url ?? "";
    const body =
      (path === "/RollbackTransaction" ? "{}" : bodies[Math.min(requests++, bodies.length - 1)]) ?? "";
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: url, AWS_ENDPOINT_URL_RDS_DATA: url });
});
afterAll(() => server.close());
beforeEach(() => {
  requests = 0;
});

const key = { table: "Carts", key: { id: "a" } } as const;
const item = { table: "Carts", item: { id: "a" } } as const;
const condition = { expression: "attribute_not_exists(id)" };
const name = z.object({ name: z.string() });
const lost = { code: "service.unavailable", cause: { cause: { name: "IncompleteResponse" } } };

/** Each operation with its shortest complete response and its result. */
const operations: [string, () => Promise<unknown>, string, unknown][] = [
  ["BatchGetItem", () => readItems(context(), [key]), '{"Responses":{}}', [undefined]],
  ["Query", () => listItems(context(), "Sessions", "o"), '{"Items":[]}', []],
  ["GetItem", () => ping(context(), 1_000), "{}", undefined],
  ["PutItem", () => putItem(context(), item, condition), "{}", true],
  ["UpdateItem", () => updateItem(context(), key, "a = :a", condition), "{}", true],
  ["DeleteItem", () => deleteItem(context(), key, condition), "{}", true],
  ["TransactWriteItems", () => putItems(context(), [{ ...item, condition }]), "{}", true],
  ["BatchWriteItem", () => writeItems(context(), { puts: [item] }), '{"UnprocessedItems":{}}', undefined],
  ["ExecuteStatement", () => execute(context(), sql`create`), '{"numberOfRecordsUpdated":0}', []],
  ["select", () => rows(context(), name, sql`select`), '{"numberOfRecordsUpdated":0,"records":[]}', []],
];

describe.each(operations)("%s", (_, act, complete, result) => {
  it("accepts its shortest complete response", async () => {
    bodies = [complete];
    expect(await act()).toEqual(result);
    expect(requests).toBe(1);
  });

  it.each(["", complete.slice(0, -1), "null", ...(complete === "{}" ? [] : ["{}"])])(
    "treats the body %j as a lost response, and asks again",
    async (broken) => {
      bodies = [broken, complete];
      expect(await act()).toEqual(result);
      expect(requests).toBe(2);
    },
  );

  it("throws service.unavailable when no response is complete", async () => {
    bodies = [""];
    await expect(act()).rejects.toMatchObject(lost);
  });
});

it("refuses a response without rows instead of returning no rows", async () => {
  bodies = ['{"numberOfRecordsUpdated":0}'];
  await expect(rows(context(), name, sql`select`)).rejects.toMatchObject({ code: "service.unavailable" });
});

describe("a transaction", () => {
  it("does not begin without an ID, and sends no statement", async () => {
    bodies = ["{}"];
    let worked = false;
    const work = async () => {
      worked = true;
    };
    await expect(transaction(context(), work)).rejects.toMatchObject(lost);
    expect(worked).toBe(false);
  });

  it("is not committed when the response says nothing about it", async () => {
    bodies = ['{"transactionId":"t"}', ""];
    await expect(transaction(context(), async () => {})).rejects.toMatchObject(lost);
  });
});

it("the log never quotes a body", async () => {
  bodies = ['{"Responses": {"secret'];
  const error = await readItems(context(), [key]).catch((error: Error) => error);
  const logged = JSON.stringify(describeError(error));
  expect(logged).toContain("not valid JSON");
  expect(logged).not.toContain("secret");
});
