import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ScanCommand,
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
 * Creates the missing tables in the DynamoDB of `process.env`, and returns the names of all. They have no TTL: no local engine
 * deletes in useful time, and the shop checks expiry itself. Throws a UserError when a table exists with another key.
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
  const name = tableName(table, process.env);
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
  if (describeKey(Table?.KeySchema) !== describeKey(schema))
    throw new UserError(
      `The table ${name} is from another version of the shop. Delete all data and start again: npm start -- --fresh`,
    );
  return name;
}

/** Deletes what is cached of the catalogue, because another version of the code may read or compute it in another way. */
export async function emptyCache(env: NodeJS.ProcessEnv): Promise<void> {
  // The SDK would print a warning about the version of Node.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const client = new DynamoDBClient({
    region: env.AWS_REGION ?? "",
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB ?? "",
    ...(env.AWS_ACCESS_KEY_ID && {
      credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "" },
    }),
  });
  try {
    const TableName = tableName("Cache", env);
    const { key } = tables.Cache;
    const scan = { TableName, ProjectionExpression: "#key", ExpressionAttributeNames: { "#key": key } };
    const { Items = [] } = await client.send(new ScanCommand(scan));
    await Promise.all(Items.map((Key) => client.send(new DeleteItemCommand({ TableName, Key }))));
  } finally {
    client.destroy();
  }
}

const tableName = (table: string, env: NodeJS.ProcessEnv): string =>
  JSON.parse(env[`SST_RESOURCE_${table}`] ?? "{}").name;

const describeKey = (schema: KeySchemaElement[] = []) =>
  schema
    .map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`)
    .sort()
    .join(", ");
