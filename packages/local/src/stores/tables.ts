import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { tables } from "@myclothes/core/tables";

/**
 * Creates the tables that are missing, and returns the names of all; `process.env` says where. They have no TTL: no engine
 * deletes by it in useful time, and the shop checks expiry itself.
 */
export async function createTables(): Promise<string[]> {
  const client = new DynamoDBClient({});
  try {
    return await Promise.all(
      Object.entries(tables).map(([table, { key }]) => createTable(client, table, key)),
    );
  } finally {
    client.destroy();
  }
}

async function createTable(client: DynamoDBClient, table: string, key: string): Promise<string> {
  const { name } = JSON.parse(process.env[`SST_RESOURCE_${table}`] ?? "{}") as { name: string };
  const create = new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
  });
  await client.send(create).catch((error: Error) => {
    if (error.name !== "ResourceInUseException") throw error;
  });
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 2 }, { TableName: name });
  return name;
}
