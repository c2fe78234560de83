import * as rds from "@aws-sdk/client-rds";
import { mockClient } from "aws-sdk-client-mock";
import { type Change, named, RANGE } from "./fake-aws.ts";

export const SOURCE = "myclothes-production-cluster";
const arnOf = (name: string) => `arn:aws:rds:us-east-1:1:cluster:${name}`;

const sourceCluster = (): rds.DBCluster => ({
  DBClusterIdentifier: SOURCE,
  DBClusterArn: arnOf(SOURCE),
  Status: "available",
  DBSubnetGroup: "closed-subnets",
  VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-closed" }],
  DBClusterParameterGroup: "default.aurora-postgresql17",
  ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 32 },
  BackupRetentionPeriod: 14,
  CopyTagsToSnapshot: true,
  DeletionProtection: true,
  HttpEndpointEnabled: true,
  PerformanceInsightsEnabled: true,
  PerformanceInsightsRetentionPeriod: 465,
  DatabaseInsightsMode: "advanced",
  EarliestRestorableTime: RANGE.from,
  LatestRestorableTime: RANGE.to,
  TagList: [
    { Key: "sst:stage", Value: "production" },
    { Key: "aws:rds:x", Value: "1" },
  ],
});

const sourceInstance = (PromotionTier: number): rds.DBInstance => ({
  DBInstanceIdentifier: `${SOURCE}-${PromotionTier}`,
  DBClusterIdentifier: SOURCE,
  DBInstanceStatus: "available",
  Engine: "aurora-postgresql",
  DBInstanceClass: "db.serverless",
  PromotionTier,
  AutoMinorVersionUpgrade: true,
  PerformanceInsightsEnabled: true,
  PerformanceInsightsKMSKeyId: "key",
  PerformanceInsightsRetentionPeriod: 465,
});

/** RDS with as much behaviour as a restore meets. */
export function fakeRds(change: Change) {
  const clusters = new Map([[SOURCE, sourceCluster()]]);
  const instances = new Map([0, 1].map((tier) => [`${SOURCE}-${tier}`, sourceInstance(tier)]));
  const clusterOf = (id = ""): rds.DBCluster => {
    const found = [...clusters.values()].find((one) =>
      [one.DBClusterIdentifier, one.DBClusterArn].includes(id),
    );
    if (!found) throw named("DBClusterNotFoundFault");
    return found;
  };
  const ready = (id = "") => {
    const cluster = clusterOf(id);
    if (cluster.Status !== "available") throw named("InvalidDBClusterStateFault");
    return cluster;
  };

  const database = mockClient(rds.RDSClient);
  database.on(rds.DescribeDBClustersCommand).callsFake(async ({ DBClusterIdentifier }) => {
    const cluster = clusterOf(DBClusterIdentifier);
    const seen = {
      ...cluster,
      MasterUserSecret: cluster.MasterUserSecret && { ...cluster.MasterUserSecret },
    };
    cluster.Status = "available";
    if (cluster.MasterUserSecret) cluster.MasterUserSecret.SecretStatus = "active";
    return { DBClusters: [seen] };
  });
  database.on(rds.DescribeDBInstancesCommand).callsFake(async ({ Filters }) => {
    const found = [...instances.values()].filter((one) => one.DBClusterIdentifier === Filters[0].Values[0]);
    const DBInstances = found.map((one) => ({ ...one }));
    for (const one of found) one.DBInstanceStatus = "available";
    return { DBInstances };
  });
  database.on(rds.RestoreDBClusterToPointInTimeCommand).callsFake(
    change("restore cluster", (input: rds.RestoreDBClusterToPointInTimeCommandInput) => {
      const { DBClusterIdentifier: id = "", RestoreToTime, RestoreType } = input;
      if (clusters.has(id)) throw named("DBClusterAlreadyExistsFault");
      if (RestoreType === "copy-on-write" && RestoreToTime) throw named("InvalidParameterCombination");
      const VpcSecurityGroups = (input.VpcSecurityGroupIds ?? ["sg-default"]).map((VpcSecurityGroupId) => ({
        VpcSecurityGroupId,
      }));
      clusters.set(id, {
        DBClusterIdentifier: id,
        DBClusterArn: arnOf(id),
        Status: "creating",
        HttpEndpointEnabled: false,
        VpcSecurityGroups,
        DBSubnetGroup: input.DBSubnetGroupName ?? "default",
        ServerlessV2ScalingConfiguration: input.ServerlessV2ScalingConfiguration,
        BackupRetentionPeriod: input.BackupRetentionPeriod ?? 1,
        DeletionProtection: input.DeletionProtection ?? false,
        CopyTagsToSnapshot: input.CopyTagsToSnapshot ?? false,
        PerformanceInsightsEnabled: input.EnablePerformanceInsights ?? false,
        PerformanceInsightsRetentionPeriod: input.PerformanceInsightsRetentionPeriod,
        DatabaseInsightsMode: "standard",
        TagList: input.Tags ?? [],
      });
      return {};
    }),
  );
  database.on(rds.CreateDBInstanceCommand).callsFake(
    change("create instance", (input: rds.CreateDBInstanceCommandInput) => {
      ready(input.DBClusterIdentifier);
      const id = input.DBInstanceIdentifier ?? "";
      if (instances.has(id)) throw named("DBInstanceAlreadyExistsFault");
      const { EnablePerformanceInsights: PerformanceInsightsEnabled = false, ...rest } = input;
      instances.set(id, {
        ...(rest as rds.DBInstance),
        PerformanceInsightsEnabled,
        DBInstanceStatus: "creating",
      });
      return {};
    }),
  );
  database.on(rds.ModifyDBClusterCommand).callsFake(
    change("modify cluster", (input: rds.ModifyDBClusterCommandInput) => {
      const cluster = ready(input.DBClusterIdentifier);
      if (input.ManageMasterUserPassword) {
        cluster.MasterUserSecret = { SecretArn: "arn:secret", SecretStatus: "creating" };
        cluster.Status = "resetting-master-credentials";
      }
      if (input.DatabaseInsightsMode) {
        // As RDS does.
        if (!input.EnablePerformanceInsights || input.PerformanceInsightsRetentionPeriod !== 465)
          throw named("InvalidParameterCombination");
        cluster.DatabaseInsightsMode = input.DatabaseInsightsMode;
        cluster.Status = "modifying";
      }
      return {};
    }),
  );
  database.on(rds.EnableHttpEndpointCommand).callsFake(
    change("enable data api", ({ ResourceArn }: rds.EnableHttpEndpointCommandInput) => {
      ready(ResourceArn).HttpEndpointEnabled = true;
      return {};
    }),
  );

  return { clusters, instances, close: () => database.restore() };
}
