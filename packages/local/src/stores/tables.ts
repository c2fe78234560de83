import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { tables } from "@myclothes/core/tables";
import { UserError } from "../process/report.ts";

/** The names of the key's attributes. Both hold strings. */
interface Key {
  key: string;
  sort?: string;
}

/**
 * Creates the tables that are missing, and returns the names of all; `process.env` says where. They have no TTL: no
 * local engine deletes in useful time, and the shop checks expiry itself. Refuses a table that exists with another key.
 */
export async function createTables(wanted: Record<string, Key> = tables): Promise<string[]> {
  const client = new DynamoDBClient({});
  try {
    return await Promise.all(Object.entries(wanted).map(([table, key]) => createTable(client, table, key)));
  } finally {
    client.destroy();
  }
}

async function createTable(client: DynamoDBClient, table: string, { key, sort }: Key): Promise<string> {
  const { name } = JSON.parse(process.env[`SST_RESOURCE_${table}`] ?? "{}") as { name: string };
  const schema: KeySchemaElement[] = [
    { AttributeName: key, KeyType: "HASH" },
    ...(sort ? [{ AttributeName: sort, KeyType: "RANGE" } as const] : []),
  ];
  const create = new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: schema,
    AttributeDefinitions: schema.map(({ AttributeName }) => ({ AttributeName, AttributeType: "S" })),
  });
  await client.send(create).catch((error: Error) => {
    if (error.name !== "ResourceInUseException") throw error;
  });
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 2 }, { TableName: name });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  if (inWords(Table?.KeySchema) !== inWords(schema))
    throw new UserError(
      `The table ${name} is from another version of the shop: npm start -- --fresh begins anew.`,
    );
  return name;
}

const inWords = (schema: KeySchemaElement[] = []) =>
  schema
    .map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`)
    .sort()
    .join(", ");
