import { DescribeTableCommand, type DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import type { Step } from "./step.ts";

/** Requests that a table serves from one moment to the next, in units a second. */
export interface Warm {
  reads: number;
  writes: number;
}

/** Raises what a table serves at once. Undefined: the sale has ended, but AWS can only raise it. */
export async function warmStep(
  dynamo: DynamoDBClient,
  name: string,
  wanted: Warm | undefined,
): Promise<Step> {
  const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: name }));
  const { ReadUnitsPerSecond: reads = 0, WriteUnitsPerSecond: writes = 0 } = Table?.WarmThroughput ?? {};
  const title = `DynamoDB ${name}, reads/writes a second at once`;
  const from = `${reads}/${writes}`;
  if (!wanted) return { title, from, to: from, note: "cannot be lowered, and costs nothing more" };
  const target = { reads: Math.max(reads, wanted.reads), writes: Math.max(writes, wanted.writes) };
  if (target.reads === reads && target.writes === writes) return { title, from, to: from, note: "is enough" };
  const apply = () =>
    dynamo.send(
      new UpdateTableCommand({
        TableName: name,
        WarmThroughput: { ReadUnitsPerSecond: target.reads, WriteUnitsPerSecond: target.writes },
      }),
    );
  const note = "paid once, for the difference; cannot be lowered";
  return { title, from, to: `${target.reads}/${target.writes}`, note, apply };
}
