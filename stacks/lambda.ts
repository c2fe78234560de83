import { execFileSync } from "node:child_process";
import path from "node:path";
import { type FunctionName, functions } from "@myclothes/functions/functions";
import { stage } from "./stage.ts";
import { cluster, secretArn } from "./storage.ts";

interface Permission {
  actions: string[];
  resources: $util.Input<string>[];
}

interface Wanted {
  memory: `${number} MB`;
  timeout: `${number} seconds`;
  link: unknown[];
  may: Permission[];
  /** How often Lambda calls it again by itself, where it was called without anybody waiting. */
  retries?: number;
}

// What is deployed is what runs on a laptop, file by file.
execFileSync(process.execPath, ["--import", "tsx", "packages/functions/build/main.ts"], {
  cwd: $cli.paths.root,
  stdio: "pipe",
});
const built = "packages/functions/dist";

/** A Lambda function that may do what `may` says and write its own log, and nothing else. */
export function lambda(
  name: Capitalize<FunctionName>,
  { may, ...args }: Wanted,
  options?: $util.ComponentResourceOptions,
) {
  const file = name.toLowerCase() as FunctionName;
  const log = new aws.cloudwatch.LogGroup(`${name}Log`, { retentionInDays: stage.logDays });
  return new sst.aws.Function(
    name,
    {
      ...args,
      ...($dev
        ? source(file)
        : { bundle: path.join($cli.paths.root, built, file), handler: `${file}.handler` }),
      runtime: "nodejs24.x",
      architecture: "arm64",
      logging: { format: "json", logGroup: log.name },
      permissions: [
        ...may,
        { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${log.arn}:*`] },
      ],
      transform: {
        role: (role) => {
          // SST's would let it write every log of the account, and let the whole account act as it.
          role.managedPolicyArns = [];
          if (!$dev)
            role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
        },
      },
    },
    options,
  );
}

/** In live mode SST bundles the sources anew at each change into one file; the files that a function reads are copied beside it. */
const source = (name: FunctionName) => ({
  handler: `packages/functions/src/${functions[name].source}.handler`,
  copyFiles: functions[name].files.map((file) => ({ from: `${built}/${name}/${file}`, to: file })),
});

/** To run single SQL statements, and with `transactions` several as one. */
export const sql = (transactions = false): Permission[] => [
  {
    actions: [
      "rds-data:ExecuteStatement",
      ...(transactions
        ? ["rds-data:BeginTransaction", "rds-data:CommitTransaction", "rds-data:RollbackTransaction"]
        : []),
    ],
    resources: [cluster.arn],
  },
  { actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] },
];

/** Single operations on one table: `on(carts, "GetItem", "PutItem")`. */
export const on = ({ arn }: sst.aws.Dynamo, ...operations: string[]): Permission => ({
  actions: operations.map((operation) => `dynamodb:${operation}`),
  resources: [arn],
});
