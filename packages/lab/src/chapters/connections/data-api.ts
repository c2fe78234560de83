import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import type { Products } from "../../shop/shop.ts";

/** Products through the Data API: HTTPS requests, and no connection of this instance. */
export function dataApiProducts(endpoint: string, holdMs: number): Products {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new RDSDataClient({ endpoint, region: "us-east-1", credentials });
  const resourceArn = "arn:aws:rds:us-east-1:000000000000:cluster:lab";
  const secretArn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:lab";
  const sql = `select version, pg_sleep(${holdMs / 1000})::text from product where sku = :sku`;
  return {
    async read(sku) {
      const parameters = [{ name: "sku", value: { stringValue: sku } }];
      const command = new ExecuteStatementCommand({
        resourceArn,
        secretArn,
        database: "postgres",
        sql,
        parameters,
      });
      const { records } = await client.send(command, { abortSignal: AbortSignal.timeout(30_000) });
      return { version: records?.[0]?.[0]?.longValue ?? 0 };
    },
    async write() {
      throw new Error("This chapter only reads.");
    },
  };
}
