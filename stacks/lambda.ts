import { execFileSync } from "node:child_process";
import path from "node:path";
import type { databaseRoles } from "@myclothes/core/roles";
import { bundleOf, type FunctionName, functions } from "@myclothes/functions/functions";
import { roleSecrets } from "./roles.ts";
import { stage } from "./stage.ts";
import { cluster, images, masterSecretArn, tableOf } from "./storage.ts";

interface Permission {
  actions: string[];
  resources: $util.Input<string>[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

interface FunctionOptions {
  memory: `${number} MB`;
  timeout: `${number} seconds`;
  link: unknown[];
  permissions: Permission[];
  /** How often Lambda repeats a failed asynchronous call. */
  retries?: number;
  /** `reserved`: how many calls there are at most at a time. */
  concurrency?: { reserved: number };
}

// AWS gets the same files that run on a laptop. A caller that has just built them can set FUNCTIONS_BUILT.
if (!process.env.FUNCTIONS_BUILT) {
  // Packages with native code are downloaded for Lambda's processor. Live mode uses those of the developer's machine.
  const forLambda = $dev || process.env.SYNTH ? [] : ["--for-lambda"];
  execFileSync(process.execPath, ["--import", "tsx", "packages/functions/build/main.ts", ...forLambda], {
    cwd: $cli.paths.root,
    stdio: "pipe",
  });
}
/** The folder of the built functions, and of the files that the pages load. */
export const built = "packages/functions/dist";

const logs = new Map<string, aws.cloudwatch.LogGroup>();

/**
 * Counts the log lines of a function that fit a pattern of CloudWatch, for an alarm of a permanent stage. Returns the metric's
 * name.
 */
export function countLines(functionName: Capitalize<FunctionName>, name: string, pattern: string): string {
  const metric = `${name}-${$app.stage}`;
  const log = logs.get(functionName);
  if (stage.permanent && log) {
    const metricTransformation = { name: metric, namespace: $app.name, value: "1" };
    new aws.cloudwatch.LogMetricFilter(name, { logGroupName: log.name, pattern, metricTransformation });
  }
  return metric;
}

/** Creates a Lambda function that has the given permissions, may write its own log, and nothing else. */
export function lambda(
  name: Capitalize<FunctionName>,
  { permissions, ...args }: FunctionOptions,
  options?: $util.ComponentResourceOptions,
) {
  const file = bundleOf(name.toLowerCase() as FunctionName);
  const log = new aws.cloudwatch.LogGroup(`${name}Log`, { retentionInDays: stage.logDays });
  logs.set(name, log);
  return new sst.aws.Function(
    name,
    {
      ...args,
      ...($dev
        ? source(file)
        : { bundle: path.join($cli.paths.root, built, file), handler: `${file}.handler` }),
      runtime: "nodejs24.x",
      // Requests go to a version that was rolled out: rollout.ts.
      versioning: stage.permanent && "paths" in functions[file],
      architecture: "arm64",
      logging: { format: "json", logGroup: log.name },
      // No function reads them: SST encrypts the links, and `rollout back` must see which data a version uses.
      environment: {
        ...(stage.restored.database && { RESTORED_DATABASE: stage.restored.database }),
        ...(stage.restored.tables && { RESTORED_TABLES: stage.restored.tables }),
      },
      permissions: [
        ...permissions,
        ...traces,
        { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${log.arn}:*`] },
      ],
      transform: {
        ...(stage.permanent && { function: { tracingConfig: { mode: "Active" } } }),
        role: (role) => {
          // SST's defaults would let it write every log of the account, and let the whole account assume its role.
          role.managedPolicyArns = [];
          if (!$dev)
            role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
        },
      },
    },
    options,
  );
}

/**
 * Lambda traces one request a second and 5 % of the others, and sends the traces itself: the code has no part in it. The request's
 * line in the log has the trace's ID, and how long each store took. X-Ray knows no permission on a part of it.
 */
const traces: Permission[] = stage.permanent
  ? [{ actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] }]
  : [];

/** In live mode SST bundles the sources into one file at each change. The files that a function reads are copied beside it. */
const source = (name: FunctionName) => ({
  handler: `packages/functions/src/${functions[name].source}.handler`,
  copyFiles: functions[name].files.map((file) => ({ from: `${built}/${name}/${file}`, to: file })),
});

/** Permission to run SQL statements as a role of the database. The function's code names the same role. */
export const allowSql = (role: (typeof databaseRoles)[number]): Permission[] => [
  { actions: ["rds-data:ExecuteStatement"], resources: [cluster.arn] },
  {
    actions: ["secretsmanager:GetSecretValue"],
    resources: [roleSecrets[role].arn, ...(stage.oldReleaseUsesMaster ? [masterSecretArn] : [])],
  },
];

/** Permission to run transactions as the master user, and to read the passwords that the roles shall have. */
export const allowMigrations = (): Permission[] => [
  {
    actions: ["ExecuteStatement", "BeginTransaction", "CommitTransaction", "RollbackTransaction"].map(
      (operation) => `rds-data:${operation}`,
    ),
    resources: [cluster.arn],
  },
  {
    actions: ["secretsmanager:GetSecretValue"],
    resources: [masterSecretArn, ...Object.values(roleSecrets).map(({ arn }) => arn)],
  },
];

/** Permission for some operations on one table: `allowOn(carts, "GetItem", "PutItem")`. */
export const allowOn = (table: sst.aws.Dynamo, ...operations: string[]): Permission =>
  allow("dynamodb", tableOf(table).arn, operations);

/** Permission for some operations on one queue. */
export const allowQueue = ({ arn }: aws.sqs.Queue, ...operations: string[]): Permission =>
  allow("sqs", arn, operations);

const allow = (service: string, arn: $util.Input<string>, operations: string[]): Permission => ({
  actions: operations.map((operation) => `${service}:${operation}`),
  resources: [arn],
});

/** Permission for some operations on the objects of the bucket of images whose keys begin with `prefix`. */
export const allowObjects = (prefix: string, ...operations: string[]): Permission => ({
  actions: operations.map((operation) => `s3:${operation}`),
  resources: [$interpolate`${images.arn}/${prefix}*`],
});
