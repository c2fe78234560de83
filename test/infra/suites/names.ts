import { all } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { readApp } from "../../../packages/synth/src/config.ts";
import { platform } from "../../support/platform.ts";
import { root, type Stages, stages } from "../graphs.ts";

/** The longest name or prefix that AWS accepts, by type and property. AWS's provider appends 26 characters to a prefix. */
const LIMITS: Record<string, [property: string, max: number]> = {
  "aws:cloudfront/cachePolicy:CachePolicy": ["name", 128],
  "aws:cloudfront/function:Function": ["name", 64],
  "aws:cloudfront/originAccessControl:OriginAccessControl": ["name", 64],
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": ["name", 128],
  "aws:cloudwatch/dashboard:Dashboard": ["dashboardName", 255],
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": ["name", 512],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ["policyName", 255],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name", 255],
  "aws:backup/plan:Plan": ["name", 50],
  "aws:backup/selection:Selection": ["name", 50],
  "aws:backup/vault:Vault": ["name", 50],
  "aws:codedeploy/application:Application": ["name", 100],
  "aws:budgets/budget:Budget": ["name", 100],
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": ["name", 1024],
  "aws:costexplorer/anomalySubscription:AnomalySubscription": ["name", 1024],
  "aws:iam/role:Role": ["name", 64],
  "aws:lambda/function:Function": ["name", 64],
  "aws:dynamodb/table:Table": ["name", 255],
  "aws:scheduler/schedule:Schedule": ["name", 64],
  "aws:apigatewayv2/api:Api": ["name", 128],
  "aws:cloudwatch/logGroup:LogGroup": ["namePrefix", 512 - 26],
  "aws:cloudwatch/eventRule:EventRule": ["namePrefix", 64 - 26],
  "aws:ec2/securityGroup:SecurityGroup": ["namePrefix", 255 - 26],
  "aws:rds/cluster:Cluster": ["clusterIdentifier", 63 - 18],
  "aws:rds/clusterInstance:ClusterInstance": ["identifierPrefix", 63 - 26],
  "aws:rds/subnetGroup:SubnetGroup": ["namePrefix", 255 - 26],
  "aws:s3/bucket:Bucket": ["bucketPrefix", 63 - 26],
  "aws:secretsmanager/secret:Secret": ["namePrefix", 255 - 26],
  "aws:sns/topic:Topic": ["namePrefix", 256 - 26],
  "aws:sqs/queue:Queue": ["namePrefix", 80 - 26],
  "aws:wafv2/ipSet:IpSet": ["name", 128],
  "aws:wafv2/webAcl:WebAcl": ["namePrefix", 128 - 26],
};
/** Belong to another resource, or have an ID that AWS chooses. */
const NAMELESS =
  /:(Alias|BucketObjectv2|Bucket[A-Z]\w+|DefaultSecurityGroup|DeploymentGroup|Distribution|EventSourceMapping|EventTarget|FunctionEventInvokeConfig|Integration|Invocation|Key|KeyPolicy|Permission|QueuePolicy|Record|Certificate|CertificateValidation|RolePolicy|RolePolicyAttachment|Route|SecretVersion|Stage|TopicPolicy|TopicSubscription|WebAclLoggingConfiguration|ConfigurationSetEventDestination)$/;

describe.skipIf(!platform)("names", () => {
  let graphs: Stages;
  beforeAll(async () => {
    graphs = await stages();
  });

  it("contain app and stage, and fit, also for the longest stage", () => {
    for (const graph of [graphs.production, graphs.alice]) {
      const start = `myclothes-${graph.stage}-`;
      const created = graph.resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
      for (const { type, name, inputs } of created.filter(({ type }) => !NAMELESS.test(type))) {
        if (/:(Vpc|Subnet)$/.test(type)) {
          expect(inputs.tags).toMatchObject({ Name: `${start}${name}` });
          continue;
        }
        const [property, max] = LIMITS[type] ?? [];
        // SST names the log groups of its own components by a path.
        const found = String(inputs[property ?? ""] ?? inputs.name ?? "");
        expect([type, name, found.includes(start.slice(0, -1))]).toEqual([type, name, true]);
        expect([type, name, found.length <= (max ?? 0)]).toEqual([type, name, true]);
      }
    }
    const names = all(graphs.alice, "aws:lambda/function:Function").map(({ inputs }) => inputs.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("of metrics in the log are those that alarms read", () => {
    const watched = JSON.stringify(graphs.production.resources.map(({ inputs }) => inputs));
    expect(watched).toContain('"namespace":"myclothes-production","period"');
  });
});

describe("a stage", () => {
  const settings = {
    SHOP_ACCOUNT: "123456789012",
    SHOP_REGION: "eu-central-1",
    ALARM_EMAIL: "ops@example.com",
  };
  const read = (stage: string, env: Record<string, string> = settings) => readApp(root, stage, env);

  it.each([
    ["prod", "production"],
    ["prd", "production"],
    ["live", "production"],
    ["main", "production"],
    ["Production", "production"],
    ["PROD", "production"],
    ["stage", "staging"],
    ["stg", "staging"],
    ["Staging", "staging"],
  ])("named %s is refused, with the advice to use %s", async (stage, meant) => {
    await expect(read(stage)).rejects.toThrow(`There is no stage "${stage}". Use --stage ${meant}`);
  });

  it.each(["Alice", "1a", "feature-with-a-very-long-name"])("named %s is refused", async (stage) => {
    await expect(read(stage)).rejects.toThrow(`The stage "${stage}"`);
  });

  it("is deployed to one account and one region", async () => {
    for (const stage of ["production", "staging", "alice"]) {
      expect((await read(stage)).providers.aws).toMatchObject({
        region: "eu-central-1",
        allowedAccountIds: ["123456789012"],
      });
    }
  });

  it("is refused without its settings if it is permanent, and production without an address for alarms", async () => {
    for (const [stage, missing] of [
      ["production", "SHOP_ACCOUNT"],
      ["production", "SHOP_REGION"],
      ["production", "ALARM_EMAIL"],
      ["staging", "SHOP_ACCOUNT"],
    ] as const) {
      await expect(read(stage, { ...settings, [missing]: "" })).rejects.toThrow(
        `The stage ${stage} needs ${missing}. Write it into .env.${stage}: ${missing}=`,
      );
    }
    await expect(read("staging", { ...settings, ALARM_EMAIL: "" })).resolves.toBeTruthy();
    await expect(read("alice", {})).resolves.toBeTruthy();
    await expect(read("alice", { SHOP_ACCOUNT: "my-account" })).rejects.toThrow(
      'SHOP_ACCOUNT is "my-account"',
    );
  });
});
