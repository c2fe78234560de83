import { restoredName } from "@myclothes/core/restored";
import { type TableName, tables } from "@myclothes/core/tables";
import { key } from "./key.ts";
import { named } from "./names.ts";
import { closed, subnets } from "./network.ts";
import { roleSecrets } from "./roles.ts";
import { stage } from "./stage.ts";

// SST's own link permits everything on a table. This one only gives the name: each function lists its permissions.
sst.Linkable.wrap(sst.aws.Dynamo, (table) => ({ properties: { name: tableOf(table).name } }));

const restoredTables = new Map<sst.aws.Dynamo, aws.dynamodb.Table>();

/** The table that the stage uses: its own, or the restored one. A deploy fails if that does not exist. */
export const tableOf = (table: sst.aws.Dynamo): { name: $util.Output<string>; arn: $util.Output<string> } =>
  restoredTables.get(table) ?? table;

/** `isBackedUp`: a restore to any second of the last 35 days. It costs as much as the storage, so what can be lost has none. */
const dynamo = (name: TableName, isBackedUp: boolean): sst.aws.Dynamo => {
  const { key, sort, ttl }: { key: string; sort?: string; ttl: string } = tables[name];
  const table = new sst.aws.Dynamo(name, {
    fields: { [key]: "string", ...(sort && { [sort]: "string" }) },
    primaryIndex: { hashKey: key, ...(sort && { rangeKey: sort }) },
    ttl,
    deletionProtection: stage.permanent,
    transform: {
      table: { serverSideEncryption: { enabled: true }, pointInTimeRecovery: { enabled: isBackedUp } },
    },
  });
  const id = stage.restored.tables;
  if (id) {
    const restored = table.name.apply((own) => restoredName(own, id));
    restoredTables.set(table, aws.dynamodb.Table.get(`Restored${name}`, restored));
  }
  return table;
};

export const sessions = dynamo("Sessions", true);
export const carts = dynamo("Carts", true);
export const attempts = dynamo("Attempts", false);
export const cache = dynamo("Cache", false);

/** Aurora's own insights: which statement waits for what. They need a minimum of 2 capacity units. */
const insights = stage.capacity.minCapacity >= 2 && { performanceInsightsEnabled: true };

/** It stays as it is while the stage uses a restored one, for the way back. */
const own = new aws.rds.Cluster(
  "Cluster",
  {
    // A fixed name: that of a restored cluster has 16 characters more, those of its instances 18, and RDS allows 63.
    clusterIdentifier: named("cluster"),
    engine: "aurora-postgresql",
    engineMode: "provisioned",
    // AWS upgrades the minor version by itself. The major version is upgraded by hand.
    engineVersion: "17",
    applyImmediately: true,
    databaseName: "shop",
    masterUsername: "shop",
    // RDS creates the password, stores it where the Data API reads it, and changes it every week. Nobody else has it.
    manageMasterUserPassword: true,
    enableHttpEndpoint: true,
    storageEncrypted: true,
    ...(key && { kmsKeyId: key.arn }),
    dbSubnetGroupName: new aws.rds.SubnetGroup("Subnets", { subnetIds: subnets.map(({ id }) => id) }).name,
    vpcSecurityGroupIds: [closed.id],
    serverlessv2ScalingConfiguration: stage.capacity,
    backupRetentionPeriod: stage.backupDays,
    copyTagsToSnapshot: true,
    ...(insights && { ...insights, databaseInsightsMode: "standard" }),
    deletionProtection: stage.permanent,
    skipFinalSnapshot: !stage.permanent,
    ...(stage.permanent && { finalSnapshotIdentifier: `${$app.name}-${$app.stage}-final` }),
  },
  { protect: stage.permanent, deleteBeforeReplace: true, ignoreChanges: ["engineVersion"] },
);

/** The cluster that the stage uses: its own, or a restored one, whose instances the restore has created. */
export const cluster = useRestored(own, stage.restored.database);

function useRestored(of: aws.rds.Cluster, id: string | undefined): aws.rds.Cluster {
  if (!id) return of;
  return aws.rds.Cluster.get(
    "RestoredCluster",
    of.clusterIdentifier.apply((name) => restoredName(name, id)),
  );
}

/** The writer and its replicas. In promotion tiers 0 and 1, a replica always has the writer's capacity. */
export const instances = Array.from(
  { length: 1 + stage.replicas },
  (_, i) =>
    new aws.rds.ClusterInstance(i === 0 ? "Writer" : `Replica${i}`, {
      clusterIdentifier: own.id,
      engine: "aurora-postgresql",
      instanceClass: "db.serverless",
      promotionTier: i === 0 ? 0 : 1,
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      ...insights,
    }),
);

export const masterSecretArn = cluster.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");

/** Every function knows the ARNs of all secrets, and may read one. */
export const database = new sst.Linkable("Database", {
  properties: {
    clusterArn: cluster.arn,
    database: cluster.databaseName,
    secrets: {
      master: masterSecretArn,
      ...Object.fromEntries(Object.entries(roleSecrets).map(([role, { arn }]) => [role, arn])),
    },
  },
});

/** Product images under `images/`, which only the edge may read, and uploads that wait for their conversion. */
export const images = privateBucket("Images");

export const imagesLink = new sst.Linkable("Images", {
  properties: { url: $interpolate`https://${images.bucketRegionalDomainName}` },
});

/** The scripts, styles and fonts that the pages load. Only the edge may read them. */
export const assets = privateBucket("Assets");

/** A bucket that is encrypted, and that nothing can make public. */
function privateBucket(name: string): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket(name, { forceDestroy: !stage.permanent });
  new aws.s3.BucketPublicAccessBlock(`${name}Private`, {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new aws.s3.BucketServerSideEncryptionConfiguration(`${name}Encrypted`, {
    bucket: bucket.id,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  return bucket;
}

/** Lets a distribution read the objects of a private bucket whose keys begin with `prefix`, and refuses requests without TLS. */
export function readableBy(
  name: string,
  distribution: { arn: $util.Output<string> },
  bucket: aws.s3.Bucket,
  prefix: string,
): void {
  new aws.s3.BucketPolicy(`${name}Policy`, {
    bucket: bucket.id,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
          actions: ["s3:GetObject"],
          resources: [$interpolate`${bucket.arn}/${prefix}*`],
          conditions: [{ test: "StringEquals", variable: "aws:SourceArn", values: [distribution.arn] }],
        },
        {
          effect: "Deny",
          principals: [{ type: "*", identifiers: ["*"] }],
          actions: ["s3:*"],
          resources: [bucket.arn, $interpolate`${bucket.arn}/*`],
          conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    }).json,
  });
}
