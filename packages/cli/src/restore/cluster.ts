import {
  CreateDBInstanceCommand,
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RestoreDBClusterToPointInTimeCommand,
} from "@aws-sdk/client-rds";
import { restoredName, restoreId } from "@myclothes/core/restored";
import { UserError } from "@myclothes/local/report";
import { ownTags, type Steps, unlessMissing, waitFor } from "./steps.ts";

export interface RestoredCluster {
  arn: string;
  /** The secret of the master user, which RDS has created. */
  secretArn: string;
}

const LONGEST_NAME = 63;
let client: RDSClient | undefined;
const rds = () => (client ??= new RDSClient({}));

/** The cluster with this ARN or name, or undefined. */
export async function findCluster(nameOrArn: string): Promise<DBCluster | undefined> {
  const found = await unlessMissing(
    rds().send(new DescribeDBClustersCommand({ DBClusterIdentifier: nameOrArn })),
    "DBClusterNotFoundFault",
  );
  return found?.DBClusters?.[0];
}

/** The cluster that the stage uses, if it can be restored to this time. */
export async function findSource(arn: string, at: Date): Promise<DBCluster> {
  const source = await findCluster(arn);
  if (!source) throw new UserError(`There is no cluster ${arn} in this account and region.`);
  const { EarliestRestorableTime: from, LatestRestorableTime: to } = source;
  if ((from && at < from) || (to && at > to))
    throw new UserError(
      `The database can be restored to times between ${from?.toISOString()} and ${to?.toISOString()}.`,
    );
  return source;
}

/**
 * Restores the cluster to a time, beside the shop's own. AWS restores the data and little else, so this adds the instances, the
 * network, the Data API and the master user's password. Each step first looks whether it was done, so the call can be repeated.
 */
export async function restoreCluster(source: DBCluster, at: Date, steps: Steps): Promise<RestoredCluster> {
  const name = restoredName(source.DBClusterIdentifier ?? "", restoreId(at));
  if (name.length > LONGEST_NAME) throw new UserError(`The cluster's name would be too long: ${name}`);
  if (!(await findCluster(name))) {
    steps.report(`Database: restores ${name}`);
    await rds().send(new RestoreDBClusterToPointInTimeCommand(settingsOf(source, name, at)));
  }
  await available(name, steps);
  await createInstances(source, name, steps);
  const cluster = await available(name, steps);
  const { DatabaseInsightsMode } = source;
  const changes = {
    ...(!cluster.MasterUserSecret && { ManageMasterUserPassword: true }),
    // The restore itself accepts no mode, and instances inherit it.
    ...(DatabaseInsightsMode &&
      DatabaseInsightsMode !== cluster.DatabaseInsightsMode && {
        DatabaseInsightsMode,
        ...insightsOf(source),
      }),
  };
  if (Object.keys(changes).length > 0)
    await rds().send(
      new ModifyDBClusterCommand({ DBClusterIdentifier: name, ...changes, ApplyImmediately: true }),
    );
  const secretArn = await waitFor(steps, "Database: the master user's password", async () => {
    const { SecretArn, SecretStatus } = (await findCluster(name))?.MasterUserSecret ?? {};
    return SecretArn && SecretStatus === "active"
      ? { ready: SecretArn }
      : { status: SecretStatus ?? "creating" };
  });
  const { DBClusterArn: arn = "", HttpEndpointEnabled: hasDataApi } = await available(name, steps);
  if (!hasDataApi) await rds().send(new EnableHttpEndpointCommand({ ResourceArn: arn }));
  await waitFor(steps, "Database: the Data API", async () =>
    (await findCluster(name))?.HttpEndpointEnabled ? { ready: true } : { status: "enabling" },
  );
  steps.report(`Database: ${name} is ready`);
  return { arn, secretArn };
}

/**
 * A restore to a time is a full copy: the type `copy-on-write` accepts no time. Whatever is not named here gets AWS's default,
 * such as the network's default security group. The source's group lets nothing in.
 */
function settingsOf(source: DBCluster, name: string, at: Date) {
  const scaling = source.ServerlessV2ScalingConfiguration;
  const groups = (source.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId: id }) => (id ? [id] : []));
  if (!source.DBSubnetGroup || groups.length === 0)
    throw new UserError("The shop's cluster has no subnet group or no security group: nothing was restored.");
  return {
    DBClusterIdentifier: name,
    SourceDBClusterIdentifier: source.DBClusterArn,
    RestoreType: "full-copy",
    RestoreToTime: at,
    DBSubnetGroupName: source.DBSubnetGroup,
    VpcSecurityGroupIds: groups,
    DBClusterParameterGroupName: source.DBClusterParameterGroup,
    ...(scaling && { ServerlessV2ScalingConfiguration: scaling }),
    BackupRetentionPeriod: source.BackupRetentionPeriod,
    EnableCloudwatchLogsExports: source.EnabledCloudwatchLogsExports,
    CopyTagsToSnapshot: source.CopyTagsToSnapshot,
    DeletionProtection: source.DeletionProtection,
    ...insightsOf(source),
    Tags: ownTags(source.TagList),
  };
}

/** The settings of Performance Insights. AWS refuses a key or a period without it. */
const insightsOf = (source: DBCluster | DBInstance) =>
  source.PerformanceInsightsEnabled && {
    EnablePerformanceInsights: true,
    PerformanceInsightsKMSKeyId: source.PerformanceInsightsKMSKeyId,
    PerformanceInsightsRetentionPeriod: source.PerformanceInsightsRetentionPeriod,
  };

/** As many instances as the shop's cluster has. A restored cluster has none, and answers nobody. */
async function createInstances(source: DBCluster, cluster: string, steps: Steps): Promise<void> {
  const [wanted, existing] = [await instancesOf(source.DBClusterIdentifier), await instancesOf(cluster)];
  const names = wanted.map((_, i) => `${cluster}-${i + 1}`);
  const byTier = wanted.toSorted((one, other) => (one.PromotionTier ?? 0) - (other.PromotionTier ?? 0));
  for (const [i, instance] of byTier.entries()) {
    if (existing.some(({ DBInstanceIdentifier }) => DBInstanceIdentifier === names[i])) continue;
    const { Engine, DBInstanceClass, PromotionTier, AutoMinorVersionUpgrade, TagList } = instance;
    steps.report(`Database: creates the instance ${names[i]}`);
    await rds().send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: names[i],
        DBClusterIdentifier: cluster,
        Engine,
        DBInstanceClass,
        PromotionTier,
        AutoMinorVersionUpgrade,
        PubliclyAccessible: false,
        ...insightsOf(instance),
        Tags: ownTags(TagList),
      }),
    );
  }
  await waitFor(steps, "Database: its instances", async () => {
    const states = (await instancesOf(cluster)).map(({ DBInstanceStatus }) => DBInstanceStatus);
    const isReady = states.length >= names.length && states.every((state) => state === "available");
    return isReady ? { ready: true } : { status: states.join(", ") || "creating" };
  });
}

async function instancesOf(cluster = ""): Promise<DBInstance[]> {
  const Filters = [{ Name: "db-cluster-id", Values: [cluster] }];
  return (await rds().send(new DescribeDBInstancesCommand({ Filters }))).DBInstances ?? [];
}

/** The cluster once it can be changed. */
const available = (name: string, steps: Steps): Promise<DBCluster> =>
  waitFor(steps, `Database: ${name}`, async () => {
    const cluster = await findCluster(name);
    if (cluster?.Status?.includes("failed"))
      throw new UserError(
        `The restore of ${name} has failed (${cluster.Status}). Delete it and repeat this command.`,
      );
    return cluster?.Status === "available" ? { ready: cluster } : { status: cluster?.Status ?? "unknown" };
  });
