import { DeleteTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTables } from "../../../packages/local/src/stores/tables.ts";

const name = `tables-test-${process.pid}`;
const client = new DynamoDBClient({});
beforeAll(() => {
  process.env.SST_RESOURCE_Things = JSON.stringify({ name });
});
afterAll(async () => {
  await client.send(new DeleteTableCommand({ TableName: name }));
  client.destroy();
});

it("creates a table with a sort key once, and refuses the same table with another key", async () => {
  expect(await createTables({ Things: { key: "id", sort: "at" } })).toEqual([name]);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  expect(Table?.KeySchema).toEqual([
    { AttributeName: "id", KeyType: "HASH" },
    { AttributeName: "at", KeyType: "RANGE" },
  ]);
  expect(await createTables({ Things: { key: "id", sort: "at" } })).toEqual([name]);
  for (const other of [{ key: "id" }, { key: "at", sort: "id" }])
    await expect(createTables({ Things: other })).rejects.toThrow(
      `The table ${name} is from another version of the shop. Delete all data and start again: npm start -- --fresh`,
    );
});
