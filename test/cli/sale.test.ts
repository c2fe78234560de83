import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-rds";
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { run } from "../../packages/cli/src/run.ts";

const arn = "arn:aws:rds:eu-central-1:123456789012:cluster:cluster-abc";
const env = {
  SST_RESOURCE_App: JSON.stringify({ name: "myclothes", stage: "production" }),
  SST_RESOURCE_Database: JSON.stringify({ clusterArn: arn, database: "shop", secrets: {} }),
  SST_RESOURCE_Sessions: JSON.stringify({ name: "production-Sessions" }),
  SST_RESOURCE_Carts: JSON.stringify({ name: "production-Carts" }),
};
const rds = mockClient(RDSClient);
const dynamo = mockClient(DynamoDBClient);
const quotas = mockClient(ServiceQuotasClient);

/** A stage as it is between sales, with what differs. */
function stage({ min = 0.5, before = "", lambda = 1_000 } = {}) {
  for (const client of [rds, dynamo, quotas]) client.reset();
  rds.on(DescribeDBClustersCommand, { DBClusterIdentifier: arn }).resolves({
    DBClusters: [
      {
        DBClusterIdentifier: "cluster-abc",
        ServerlessV2ScalingConfiguration: { MinCapacity: min, MaxCapacity: 32 },
        DBClusterMembers: [{}, {}],
        TagList: before ? [{ Key: "shop:capacity-before-sale", Value: before }] : [],
      },
    ],
  });
  dynamo.on(DescribeTableCommand).resolves({
    Table: { WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 9_000 } },
  });
  quotas
    .on(GetServiceQuotaCommand, { ServiceCode: "lambda", QuotaCode: "L-B99A9384" })
    .resolves({ Quota: { Value: lambda } })
    .on(GetServiceQuotaCommand, { ServiceCode: "apigateway", QuotaCode: "L-8A5B8E43" })
    .rejects(Object.assign(new Error(), { name: "NoSuchResourceException" }))
    .on(GetAWSDefaultServiceQuotaCommand, { ServiceCode: "apigateway", QuotaCode: "L-8A5B8E43" })
    .resolves({ Quota: { Value: 10_000 } });
}
beforeEach(() => stage());

async function prepare(...args: string[]) {
  const lines: string[] = [];
  const out = (text: string) => lines.push(text);
  const code = await run(["prepare-sale", ...args], { out, error: out, isTTY: false, env });
  return { code, text: lines.join("\n") };
}
/** The calls that change something, with their inputs. */
const changes = () =>
  [...rds.calls(), ...dynamo.calls(), ...quotas.calls()]
    .map(({ args: [command] }) => [command.constructor.name, command.input] as const)
    .filter(([name]) => !/^(Describe|Get)/.test(name));

const taggedWith = (Value: string) => [
  AddTagsToResourceCommand.name,
  { ResourceName: arn, Tags: [{ Key: "shop:capacity-before-sale", Value }] },
];
const capacityOf = (MinCapacity: number) => [
  ModifyDBClusterCommand.name,
  {
    DBClusterIdentifier: "cluster-abc",
    ServerlessV2ScalingConfiguration: { MinCapacity, MaxCapacity: 32 },
    ApplyImmediately: true,
  },
];

describe("prepare-sale", () => {
  it("shows what it would change, what that costs, and the way back, and changes nothing", async () => {
    const { code, text } = await prepare();
    expect(code).toBe(0);
    expect(text).toMatch(/Aurora, least capacity units +0\.5 +8 +about \$1\.80 more an hour/);
    expect(text).toMatch(/production-Sessions.* 12000\/9000 +24000\/9000 +paid once/);
    expect(text).toMatch(/Lambda, concurrent executions +1000 +1000 +is enough/);
    expect(text).toMatch(/API Gateway, requests a second +10000 +10000 +is enough/);
    expect(text).toContain("Nothing was changed");
    expect(text).toContain("--end --apply");
    expect(changes()).toEqual([]);
  });

  it("with --apply raises the capacities, and records the one before", async () => {
    expect((await prepare("--apply", "--capacity", "16")).code).toBe(0);
    const warm = (TableName: string) => [
      UpdateTableCommand.name,
      { TableName, WarmThroughput: { ReadUnitsPerSecond: 24_000, WriteUnitsPerSecond: 9_000 } },
    ];
    expect(changes()).toEqual([
      taggedWith("0.5"),
      capacityOf(16),
      warm("production-Sessions"),
      warm("production-Carts"),
    ]);
  });

  it("a second time keeps the record of the capacity before the first", async () => {
    stage({ min: 4, before: "0.5" });
    await prepare("--apply");
    expect(changes()[0]).toEqual(taggedWith("0.5"));
  });

  it("with --end sets the capacity back, and forgets it", async () => {
    stage({ min: 8, before: "0.5" });
    await prepare("--end");
    expect(changes()).toEqual([]);
    await prepare("--end", "--apply");
    expect(changes()).toEqual([
      capacityOf(0.5),
      [RemoveTagsFromResourceCommand.name, { ResourceName: arn, TagKeys: ["shop:capacity-before-sale"] }],
    ]);
  });

  it("with --end changes nothing when no sale was prepared", async () => {
    expect((await prepare("--end", "--apply")).text).toContain("no sale was prepared");
    expect(changes()).toEqual([]);
  });

  it("fails when a person must request a quota", async () => {
    stage({ lambda: 10 });
    const { code, text } = await prepare();
    expect([code, text]).toEqual([1, expect.stringContaining("request at least 1000 in Service Quotas")]);
  });

  it("refuses more capacity than the stage may have", async () => {
    const { code, text } = await prepare("--capacity", "64", "--apply");
    expect([code, text]).toEqual([1, expect.stringContaining("at most 32")]);
    expect(changes()).toEqual([]);
  });

  it("does nothing for the shop on this machine", async () => {
    const local = { ...env, SST_RESOURCE_App: JSON.stringify({ name: "myclothes", stage: "local" }) };
    const out = () => {};
    expect(await run(["prepare-sale", "--apply"], { out, error: out, isTTY: false, env: local })).toBe(0);
    expect([rds.calls(), dynamo.calls(), quotas.calls()]).toEqual([[], [], []]);
  });
});
