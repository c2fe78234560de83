import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { tables } from "@myclothes/core/tables";
import { type Step, silently } from "./narrate.ts";

/** Makes the stores ready for the shop: tables, migrations, seed. What is there already stays. `process.env` tells where. */
export async function prepareStores(step: Step = silently): Promise<void> {
  await Promise.all([step("Tables", createTables, (names) => names.join(", ")), prepareDatabase(step)]);
}

/** Creates the tables that are missing; returns the names of all. No TTL: no engine deletes by it in useful time. */
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

/** The modules are loaded here, since the AWS SDK takes its time and the engines can start meanwhile. */
async function prepareDatabase(step: Step): Promise<void> {
  const { migrate } = await import("@myclothes/core/migrate");
  await step("Migrations", migrate, (count) => (count ? `${count} applied` : "none is new"));
  const { seed } = await import("./seed/seed.ts");
  await step(
    "Seed",
    seed,
    ({ products, variants }) => `${products} products, ${variants.toLocaleString("en-US")} variants`,
  );
}
