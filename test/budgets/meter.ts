import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { vi } from "vitest";
import type { Answer } from "../support/client.ts";
import type { Scenario } from "./scenarios.ts";

export interface Metered {
  status: number;
  dynamodb: number;
  aurora: number;
  sqs: number;
  stripe: number;
  /** DynamoDB units. One read unit: 4 KB strongly consistent or 8 KB eventually consistent. One write unit: 1 KB. */
  reads: number;
  writes: number;
  /** The size of the answer's body. */
  bytes: number;
}

interface Consumed {
  CapacityUnits?: number;
}
const WRITES = /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)Command$/;

/** Sends a request. Counts the SDK's calls and the units that DynamoDB reports. */
export async function measure({ by, method, path, body, headers = {} }: Scenario): Promise<Metered> {
  const counted = { dynamodb: 0, aurora: 0, sqs: 0, stripe: 0, reads: 0, writes: 0 };
  const dynamo = DynamoDBClient.prototype.send;
  const spies = [
    vi.spyOn(DynamoDBClient.prototype, "send").mockImplementation(async function (
      this: DynamoDBClient,
      ...[command, ...rest]: Parameters<typeof dynamo>
    ) {
      counted.dynamodb++;
      Object.assign(command.input, { ReturnConsumedCapacity: "TOTAL" });
      const answer = (await dynamo.call(this, command, ...rest)) as unknown as {
        ConsumedCapacity?: Consumed;
      };
      const units = [answer.ConsumedCapacity ?? []]
        .flat()
        .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      counted[WRITES.test(command.constructor.name) ? "writes" : "reads"] += units;
      return answer as never;
    } as unknown as typeof dynamo),
    vi.spyOn(RDSDataClient.prototype, "send"),
  ];
  try {
    const answer: Answer = await by.send(method, path, { body, headers });
    counted.aurora = spies[1]?.mock.calls.length ?? 0;
    // They are called without the SDK's clients.
    const timing = answer.headers.get("server-timing") ?? "";
    counted.sqs = timing.match(/sqs\./g)?.length ?? 0;
    counted.stripe = timing.match(/stripe\./g)?.length ?? 0;
    return { status: answer.status, ...counted, bytes: JSON.stringify(answer.body).length };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
