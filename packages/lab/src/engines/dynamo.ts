import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startDynamo as startEngine } from "@myclothes/local/dynamo";
import { startProxy } from "../runner/proxy.ts";
import type { Store } from "./valkey.ts";

/** Starts the DynamoDB engine of `npm start`, with its files in a temporary folder, and creates the table. */
export async function startDynamo(table: string): Promise<Store> {
  const dir = mkdtempSync(path.join(tmpdir(), "lab-dynamo-"));
  const folder = { path: dir, isPersistent: true, close: async () => {} };
  let engine = await startEngine(folder, process.env.DYNAMODB_ENGINE);
  const portOf = (url: string) => Number(new URL(url).port);
  const endpoint = await startProxy(portOf(engine.url));
  const url = `http://127.0.0.1:${endpoint.port}`;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint: url, region: "us-east-1", credentials });
  await client.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  client.destroy();
  return {
    url,
    async crash() {
      process.kill(engine.pid, "SIGKILL");
      await engine.ended;
      engine = await startEngine(folder, process.env.DYNAMODB_ENGINE);
      endpoint.pointTo(portOf(engine.url));
    },
    async stop() {
      await engine.stop();
      await endpoint.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
