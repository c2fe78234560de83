import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { adviseOnDamage } from "../../../packages/local/src/engines/advice.ts";
import { startDataApi } from "../../../packages/local/src/engines/data-api.ts";
import { type Dynamo, startDynamo } from "../../../packages/local/src/engines/dynamo.ts";
import { startEngines } from "../../../packages/local/src/engines/engines.ts";
import { lockFolder } from "../../../packages/rds-data-local/src/pglite/lock.ts";

const dir = mkdtempSync(path.join(tmpdir(), "engines-"));
afterAll(() => rmSync(dir, { recursive: true }));
const folder = (name: string) => ({ path: path.join(dir, name), isPersistent: true, close: async () => {} });

const TableName = "Things";
const clientOf = ({ url }: Dynamo) =>
  new DynamoDBClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });

const dynoxide = process.platform === "linux" && process.arch === "x64";

describe.each(["dynalite", ...(dynoxide ? ["dynoxide"] : [])])("%s", (engine) => {
  it("writes all of a transaction or nothing, also when many run at once", async () => {
    const dynamo = await startDynamo(folder(`${engine}-transactions`), engine);
    const client = clientOf(dynamo);
    await createTable(client);
    const put = (id: string, n: number, ConditionExpression: string) => ({
      Put: { TableName, Item: { id: { S: id }, n: { N: String(n) } }, ConditionExpression },
    });
    const [isNew, isThere] = ["attribute_not_exists(id)", "attribute_exists(id)"];
    const send = (...TransactItems: ReturnType<typeof put>[]) =>
      client.send(new TransactWriteItemsCommand({ TransactItems })).then(
        () => "done",
        ({ name, CancellationReasons: reasons = [] }) =>
          [name, ...reasons.map(({ Code }: { Code: string }) => Code)].join(" "),
      );
    const stored = async (id: string) => {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
      return Item?.n?.N;
    };
    expect(await send(put("a", 1, isNew), put("b", 1, isNew))).toBe("done");
    const canceled = "TransactionCanceledException None ConditionalCheckFailed";
    // What had been there, and what had not, is as it was.
    expect(await send(put("a", 2, isThere), put("b", 2, isNew))).toBe(canceled);
    expect(await send(put("c", 2, isNew), put("b", 2, isNew))).toBe(canceled);
    expect(await Promise.all(["a", "b", "c"].map(stored))).toEqual(["1", "1", undefined]);
    const many = Array.from({ length: 20 }, (_, i) => send(put("d", i, isNew), put(`e-${i}`, i, isNew)));
    expect((await Promise.all(many)).filter((answer) => answer === "done")).toHaveLength(1);
    const winner = await stored("d");
    const others = await Promise.all(many.map((_, i) => stored(`e-${i}`)));
    expect(others.filter((one) => one !== undefined)).toEqual([winner]);
    await dynamo.stop();
  });

  it("keeps all acknowledged writes when it is killed", async () => {
    const acknowledged: string[] = [];
    for (let round = 1; round <= 3; round++) {
      const dynamo = await startDynamo(folder(`${engine}-killed`), engine);
      const client = clientOf(dynamo);
      if (round === 1) await createTable(client);
      const enough = round * 200;
      const write = async (writer: number) => {
        for (let i = 0; ; i++) {
          const id = `${round}-${writer}-${i}`;
          await client.send(new PutItemCommand({ TableName, Item: { id: { S: id } } }));
          if (acknowledged.push(id) === enough) process.kill(dynamo.pid, "SIGKILL");
        }
      };
      await Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8].map(write));
      expect(await dynamo.ended).toBe("it was ended by SIGKILL");
      expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
    }

    const dynamo = await startDynamo(folder(`${engine}-killed`), engine);
    const client = clientOf(dynamo);
    const found = acknowledged.map((id) =>
      client.send(new GetItemCommand({ TableName, Key: { id: { S: id } } })),
    );
    const lost = (await Promise.all(found)).filter(({ Item }) => !Item);
    await dynamo.stop();
    expect(lost.length).toBe(0);
  });

  it("says in one line what to do about a damaged folder", async () => {
    const damaged = folder(`${engine}-damaged`);
    mkdirSync(path.join(damaged.path, engine), { recursive: true });
    for (const file of ["CURRENT", "dynamo.db"])
      writeFileSync(path.join(damaged.path, engine, file), "not a database");
    const start = startDynamo(damaged, engine);
    await expect(start).rejects.toThrow(
      /^DynamoDB \(\w+\) could not start: .+[^.]\. If .+ is damaged, npm start -- --fresh deletes it and starts with new data\.$/,
    );
  });
});

it("says the same about a damaged PostgreSQL folder", async () => {
  const damaged = folder("postgres-damaged");
  mkdirSync(path.join(damaged.path, "postgres/data"), { recursive: true });
  await expect(startDataApi(damaged, undefined)).rejects.toThrow(
    /^The Data API could not start: .+ cannot be opened \(PG_VERSION is missing\)\. If .+ is damaged, npm start -- --fresh deletes it and starts with new data\.$/,
  );
});

it("does not advise to delete the data of a folder in use", async () => {
  const used = folder("postgres-used");
  const dir = path.join(used.path, "postgres");
  mkdirSync(dir, { recursive: true });
  const lock = await lockFolder(dir);
  const start = startDataApi(used, undefined);
  await expect(start).rejects.toThrow(
    `The Data API could not start: rds-data-local: the folder ${dir} is in use by process ${process.pid}.`,
  );
  await expect(start).rejects.not.toThrow("--fresh");
  await lock.release();
});

it.each([
  "Internal error: unable to open database file: /shop/dynamo.db",
  "Internal error: database or disk is full",
  "the folder /shop/postgres cannot be used (ENOSPC: no space left on device, write)",
  "Database failed to open: IO error: lock /shop/dynalite/LOCK: Resource temporarily unavailable",
  "Database failed to open: IO error: /shop/dynalite/MANIFEST-000001: No space left on device",
  "it was not ready after 60 s",
])("does not advise to delete the data after %j", async (message) => {
  const start = adviseOnDamage("/shop", () => Promise.reject(new Error(message)));
  await expect(start).rejects.toThrow(`${message}.`);
  await expect(start).rejects.not.toThrow("--fresh");
});

it("refuses an unknown engine", async () => {
  await expect(startDynamo(folder("none"), "mysql")).rejects.toThrow(
    'DYNAMODB_ENGINE is "mysql": it must be dynoxide or dynalite.',
  );
});

it("starts no engine when endpoints are given, and passes them on", async () => {
  const from = {
    AWS_ENDPOINT_URL_DYNAMODB: "http://one.test",
    AWS_ENDPOINT_URL_RDS_DATA: "http://two.test",
    AWS_ENDPOINT_URL_SQS: "http://three.test",
    SST_RESOURCE_Queue: '{"url":"http://three.test/1/events"}',
  };
  const reported: string[] = [];
  const engines = await startEngines({
    from,
    report: (title, outcome) => reported.push(`${title}: ${outcome}`),
  });
  expect(reported).toEqual([
    "DynamoDB: already running, http://one.test",
    "Data API: already running, http://two.test",
    "SQS: already running, http://three.test",
  ]);
  expect(engines.env).toMatchObject(from);
  await engines.stop();
});

async function createTable(client: DynamoDBClient) {
  const create = new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  });
  await client.send(create);
  await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 0.1 }, { TableName });
}
