import { tables } from "@myclothes/core/tables";
import { all, type Graph, one, statements } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { platform } from "../../support/platform.ts";
import { graphOf, type Stages, stages } from "../graphs.ts";

const ID = "r20261129071500";
const VAULT = "arn:aws:backup:us-east-1:222222222222:backup-vault:copies";
const CLUSTER = "aws:rds/cluster:Cluster";
const FUNCTION = "aws:lambda/function:Function";
const TABLE = "aws:dynamodb/table:Table";

/** Production after `restore switch`, with copies to another account. */
const switched = () =>
  graphOf("production", {
    env: { RESTORED_DATABASE: ID, RESTORED_TABLES: ID, BACKUP_VAULT_ARN: VAULT },
  });

describe.skipIf(!platform)("restored data and backups", () => {
  let graphs: Stages;
  let after: Graph;
  beforeAll(async () => {
    [graphs, after] = await Promise.all([stages(), switched()]);
  });

  it("is used by every function after a switch, and by no function before", () => {
    const text = (graph: Graph) =>
      JSON.stringify(
        ["Api", "Orders", "Admin", "Payments", "Pages", "Worker", "Sweep", "Feedback", "Migrate"].map(
          (name) => statements(graph, name),
        ),
      );
    expect(text(graphs.production)).not.toContain(ID);
    const used = [...text(after).matchAll(/arn:aws:(?:dynamodb|rds):[^"]*/g)].map(([arn]) => arn);
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((arn) => !arn.endsWith(`-${ID}`))).toEqual([]);
    const names = Object.keys(tables).map((name) => after.links[name]?.name);
    expect(names).toEqual(
      Object.keys(tables).map((name) => expect.stringMatching(`-${name}Table-${ID}$|${name}.*-${ID}$`)),
    );
    expect(JSON.stringify(after.links.Database?.secrets)).toContain(ID);
    expect(after.links.Database?.clusterArn).toMatch(new RegExp(`-${ID}$`));
  });

  it("is named in the environment of each function, by which `rollout back` sees what a version uses", () => {
    const named = (graph: Graph) =>
      all<{ environment: { variables: Record<string, string> } }>(graph, FUNCTION)
        .filter(({ inputs }) => inputs.environment?.variables.SST_KEY)
        .map(({ inputs: { environment } }) => environment.variables)
        .map(({ RESTORED_DATABASE, RESTORED_TABLES }) => [RESTORED_DATABASE, RESTORED_TABLES]);
    expect(named(after).length).toBeGreaterThanOrEqual(9);
    for (const ids of named(after)) expect(ids).toEqual([ID, ID]);
    for (const ids of named(graphs.production)) expect(ids).toEqual([undefined, undefined]);
  });

  it("makes Migrate run, which sets the roles' passwords in the restored database", () => {
    const input = (graph: Graph) =>
      one<{ input: string }>(graph, "aws:lambda/invocation:Invocation").inputs.input;
    expect(input(after)).not.toBe(input(graphs.production));
  });

  it("is watched by the alarms", () => {
    const dimensions = JSON.stringify(
      all(after, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs.dimensions),
    );
    for (const [, name] of dimensions.matchAll(/"(?:TableName|DBClusterIdentifier)":"([^"]+)"/g))
      expect(name).toMatch(new RegExp(`-${ID}$`));
  });

  it("leaves the stage's own cluster and tables as they are, for the way back", () => {
    const own = (graph: Graph) =>
      [...all(graph, CLUSTER), ...all(graph, TABLE), ...all(graph, "aws:rds/clusterInstance:ClusterInstance")]
        .filter(({ name }) => !name.startsWith("Restored"))
        .map(({ urn, inputs, protect }) => ({ urn, inputs, protect }));
    expect(own(after)).toEqual(own(graphs.production));
  });

  it("refuses an ID that is none", async () => {
    await expect(graphOf("production", { env: { RESTORED_TABLES: "yesterday" } })).rejects.toThrow(
      /must be the ID of a restore/,
    );
  });

  it("copies database, sessions and carts to another account each day, with a key that the account may use", () => {
    const { resources, iamRoleArn } = one<{ resources: string[]; iamRoleArn: string }>(
      after,
      "aws:backup/selection:Selection",
    ).inputs;
    expect(resources.map((arn) => arn.split(":")[2]).sort()).toEqual(["dynamodb", "dynamodb", "rds"]);
    expect(iamRoleArn).toContain("role/myclothes-production-backup");
    const { rules } = one<{ rules: object[] }>(after, "aws:backup/plan:Plan").inputs;
    expect(rules).toMatchObject([
      { copyActions: [{ destinationVaultArn: VAULT, lifecycle: { deleteAfter: 35 } }] },
    ]);
    const { name, inputs } = one<{ policy: string }>(after, "aws:kms/key:Key");
    expect(one(after, "aws:backup/vault:Vault").inputs.kmsKeyArn).toContain(name);
    expect(one(after, CLUSTER, "Cluster").inputs.kmsKeyId).toContain(name);
    const [own, use, grant, ...rest] = JSON.parse(inputs.policy).Statement;
    expect(rest).toEqual([]);
    expect(JSON.stringify(own.Principal)).not.toContain("222222222222");
    expect([use.Action].flat()).not.toContain("kms:*");
    for (const { Principal } of [use, grant])
      expect(JSON.stringify(Principal)).toContain("arn:aws:iam::222222222222:root");
    expect(grant.Condition).toEqual({ Bool: { "kms:GrantIsForAWSResource": ["true"] } });
  });

  it("has no backup plan without a vault, and no key in a developer's stage", () => {
    expect(all(graphs.production, "aws:backup/plan:Plan")).toEqual([]);
    expect(
      JSON.parse(one<{ policy: string }>(graphs.production, "aws:kms/key:Key").inputs.policy).Statement,
    ).toHaveLength(1);
    for (const name of ["alice", "dev"] as const) expect(all(graphs[name], "aws:kms/key:Key")).toEqual([]);
  });
});
