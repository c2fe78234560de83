import * as dynamo from "@aws-sdk/client-dynamodb";
import * as rds from "@aws-sdk/client-rds";
import { mockClient } from "aws-sdk-client-mock";

export const SOURCE = "shop-production-cluster";
const RANGE = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-29T08:00:00Z") };
const arnOf = (name: string) => `arn:aws:rds:us-east-1:1:cluster:${name}`;
const named = (name: string) => Object.assign(new Error(name), { name });

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
});

/**
 * RDS and DynamoDB with as much behaviour as a restore meets: what is created is first `creating`, and has AWS's defaults for all
 * that the call does not name. `failAfter` loses the answer of one changing call.
 */
export function fakeAws(tables: string[], withoutRecovery: string[] = []) {
  const clusters = new Map([[SOURCE, sourceCluster()]]);
  const instances = new Map([0, 1].map((tier) => [`${SOURCE}-${tier}`, sourceInstance(tier)]));
  const stored = new Map(tables.map((name) => [name, newTable(name, !withoutRecovery.includes(name), true)]));
  const changes: { name: string; input: object }[] = [];
  let failing: number | undefined;

  /** Records a call that changes something. */
  const change =
    <I extends object, O>(name: string, work: (input: I) => O) =>
    async (input: I): Promise<O> => {
      const output = work(input);
      changes.push({ name, input });
      if (changes.length - 1 !== failing) return output;
      failing = undefined;
      throw named("TimeoutError");
    };
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
      instances.set(id, { ...(input as rds.DBInstance), DBInstanceStatus: "creating" });
      return {};
    }),
  );
  database.on(rds.ModifyDBClusterCommand).callsFake(
    change(
      "manage password",
      ({ DBClusterIdentifier, ManageMasterUserPassword }: rds.ModifyDBClusterCommandInput) => {
        const cluster = ready(DBClusterIdentifier);
        if (ManageMasterUserPassword)
          cluster.MasterUserSecret = { SecretArn: "arn:secret", SecretStatus: "creating" };
        cluster.Status = "resetting-master-credentials";
        return {};
      },
    ),
  );
  database.on(rds.EnableHttpEndpointCommand).callsFake(
    change("enable data api", ({ ResourceArn }: rds.EnableHttpEndpointCommandInput) => {
      ready(ResourceArn).HttpEndpointEnabled = true;
      return {};
    }),
  );

  const tableOf = (name = "") => {
    const found = stored.get(name) ?? [...stored.values()].find((one) => one.arn === name);
    if (!found) throw named("ResourceNotFoundException");
    return found;
  };
  const store = mockClient(dynamo.DynamoDBClient);
  store.on(dynamo.DescribeTableCommand).callsFake(async ({ TableName }) => {
    const table = tableOf(TableName);
    const { arn: TableArn, status: TableStatus, isProtected: DeletionProtectionEnabled, content } = table;
    table.status = "ACTIVE";
    const KeySchema = [{ AttributeName: "id", KeyType: "HASH" }];
    return {
      Table: { TableName, TableArn, TableStatus, DeletionProtectionEnabled, KeySchema, ItemCount: content },
    };
  });
  store.on(dynamo.DescribeContinuousBackupsCommand).callsFake(async ({ TableName }) => ({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: tableOf(TableName).hasRecovery ? "ENABLED" : "DISABLED",
        RecoveryPeriodInDays: 35,
        EarliestRestorableDateTime: RANGE.from,
        LatestRestorableDateTime: RANGE.to,
      },
    },
  }));
  store.on(dynamo.DescribeTimeToLiveCommand).callsFake(async ({ TableName }) => {
    const { ttl } = tableOf(TableName);
    return { TimeToLiveDescription: { TimeToLiveStatus: ttl ? "ENABLED" : "DISABLED", AttributeName: ttl } };
  });
  store.on(dynamo.ListTagsOfResourceCommand).callsFake(async ({ ResourceArn, NextToken }) => {
    const { tags } = tableOf(ResourceArn);
    return NextToken
      ? { Tags: tags.slice(1) }
      : { Tags: tags.slice(0, 1), NextToken: tags.length > 1 ? "2" : undefined };
  });
  const add = (name: string, content: number) => {
    if (stored.has(name)) throw named("TableAlreadyExistsException");
    stored.set(name, { ...newTable(name, false, false), content });
    return {};
  };
  store
    .on(dynamo.RestoreTableToPointInTimeCommand)
    .callsFake(
      change(
        "restore table",
        ({ SourceTableName, TargetTableName = "" }: dynamo.RestoreTableToPointInTimeCommandInput) =>
          add(TargetTableName, tableOf(SourceTableName).content),
      ),
    );
  store
    .on(dynamo.CreateTableCommand)
    .callsFake(
      change("create table", ({ TableName = "" }: dynamo.CreateTableCommandInput) => add(TableName, 0)),
    );
  store.on(dynamo.UpdateTimeToLiveCommand).callsFake(
    change("ttl", ({ TableName, TimeToLiveSpecification }: dynamo.UpdateTimeToLiveCommandInput) => {
      const table = tableOf(TableName);
      // As DynamoDB does, for an hour after a change.
      if (table.ttl) throw named("ValidationException");
      table.ttl = TimeToLiveSpecification?.AttributeName;
      return {};
    }),
  );
  store.on(dynamo.UpdateContinuousBackupsCommand).callsFake(
    change("recovery", ({ TableName }: dynamo.UpdateContinuousBackupsCommandInput) => {
      tableOf(TableName).hasRecovery = true;
      return {};
    }),
  );
  store.on(dynamo.TagResourceCommand).callsFake(
    change("tag", ({ ResourceArn, Tags = [] }: dynamo.TagResourceCommandInput) => {
      tableOf(ResourceArn).tags = Tags;
      return {};
    }),
  );
  store.on(dynamo.UpdateTableCommand).callsFake(
    change("protect", ({ TableName }: dynamo.UpdateTableCommandInput) => {
      tableOf(TableName).isProtected = true;
      return {};
    }),
  );

  return {
    clusters,
    instances,
    tables: stored,
    changes,
    failAfter: (at: number) => {
      failing = at;
    },
    close: () => {
      database.restore();
      store.restore();
    },
  };
}

interface Table {
  arn: string;
  status: dynamo.TableStatus;
  ttl: string | undefined;
  hasRecovery: boolean;
  isProtected: boolean;
  content: number;
  tags: dynamo.Tag[];
}

const newTable = (name: string, hasRecovery: boolean, isSource: boolean): Table => ({
  arn: `arn:aws:dynamodb:us-east-1:1:table/${name}`,
  status: isSource ? "ACTIVE" : "CREATING",
  ttl: isSource ? "expiresAt" : undefined,
  hasRecovery,
  isProtected: isSource,
  content: isSource ? 3 : 0,
  tags: isSource
    ? [
        { Key: "sst:app", Value: "myclothes" },
        { Key: "sst:stage", Value: "production" },
      ]
    : [],
});
