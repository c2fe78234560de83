// Runs in a folder in which the packed package and these clients are installed. Prints one line of JSON.
import { ExecuteStatementCommand, RDSData } from "@aws-sdk/client-rds-data";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/aws-data-api/pg";
import { integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { Kysely } from "kysely";
import { DataApiDialect } from "kysely-data-api";
import { createDataApi } from "rds-data-local";
import { openPglite } from "rds-data-local/pglite";
import { DataSource, EntitySchema } from "typeorm";

const pool = await openPglite();
await pool.run(
  `create table coat (id uuid primary key, color text not null, stock int, attrs jsonb);
   create extension vector; create table lining (warmth vector(2)); insert into lining values ('[1,2]')`,
);
const api = createDataApi({ pool });
const endpoint = await api.listen();
const region = "eu-central-1";
const credentials = { accessKeyId: "any", secretAccessKey: "any" };
const resourceArn = "arn:aws:rds:eu-central-1:000000000000:cluster:local";
const secretArn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:local";
const client = new RDSData({ endpoint, region, credentials });
const found = {};

found.sdk = (
  await client.send(new ExecuteStatementCommand({ resourceArn, secretArn, sql: "select 'sdk'" }))
).records?.[0]?.[0]?.stringValue;

found.pgvector = (
  await client.send(
    new ExecuteStatementCommand({
      resourceArn,
      secretArn,
      sql: "select warmth, warmth <-> '[1,4]' from lining",
    }),
  )
).records;

const coats = pgTable("coat", {
  id: uuid().primaryKey(),
  color: text().notNull(),
  stock: integer(),
  attrs: jsonb(),
});
const db = drizzle(client, { database: "shop", resourceArn, secretArn });
const id = "6c1f3a44-6a24-4b8b-8d1e-0a3f2e5b7c11";
await db.transaction(async (tx) => {
  await tx.insert(coats).values({ id, color: "red", stock: 3, attrs: { warm: true } });
  await tx.update(coats).set({ stock: 4 }).where(eq(coats.id, id));
});
found.drizzle = await db.select().from(coats).where(eq(coats.color, "red"));

const kysely = new Kysely({
  dialect: new DataApiDialect({
    mode: "postgres",
    driver: { client, database: "shop", resourceArn, secretArn },
  }),
});
await kysely.transaction().execute(async (tx) => {
  await tx.updateTable("coat").set({ stock: 5 }).where("color", "=", "red").execute();
});
found.kysely = await kysely.selectFrom("coat").select(["color", "stock"]).execute();

const hats = new EntitySchema({
  name: "hat",
  columns: { id: { type: "int", primary: true, generated: true }, color: { type: "text" } },
});
// The second time, TypeORM compares the table that exists.
for (const color of ["red", "blue"]) {
  const source = new DataSource({
    type: "aurora-postgres",
    region,
    database: "shop",
    schema: "public",
    resourceArn,
    secretArn,
    serviceConfigOptions: { endpoint, credentials },
    driver: await import("typeorm-aurora-data-api-driver"),
    entities: [hats],
    synchronize: true,
  });
  await source.initialize();
  await source.getRepository("hat").save({ color });
  found.typeorm = await source.query("select id, color from hat where id > $1 order by id", [0]);
  await source.destroy();
}

console.log(JSON.stringify(found));
client.destroy();
await api.close();
await pool.end();
