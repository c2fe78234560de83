import type { Mutant } from "../mutants.ts";

const caughtBy = ["test/infra/infra.test.ts"];

export const data: Mutant[] = [
  {
    name: "tables without a TTL",
    file: "stacks/storage.ts",
    find: "    ttl,\n    deletionProtection",
    replace: "    deletionProtection",
    caughtBy,
  },
  {
    name: "tables without recovery to any second",
    file: "stacks/storage.ts",
    find: "pointInTimeRecovery: { enabled: isBackedUp }",
    replace: "pointInTimeRecovery: { enabled: false }",
    caughtBy,
  },
  {
    name: "tables without encryption by a key of the account",
    file: "stacks/storage.ts",
    find: "serverSideEncryption: { enabled: true }, ",
    replace: "",
    caughtBy,
  },
  {
    name: "tables can be deleted",
    file: "stacks/storage.ts",
    find: "    deletionProtection: stage.permanent,\n    transform",
    replace: "    transform",
    caughtBy,
  },
  {
    name: "a link gives a function full access to a table",
    file: "stacks/storage.ts",
    find: "({ properties: { name: tableOf(table).name } })",
    replace: `({
  properties: { name: tableOf(table).name },
  include: [sst.aws.permission({ actions: ["dynamodb:*"], resources: [table.arn] })],
})`,
    caughtBy,
  },
  {
    name: "the database is stored unencrypted",
    file: "stacks/storage.ts",
    find: "    storageEncrypted: true,\n",
    replace: "",
    caughtBy,
  },
  {
    name: "the database can be deleted",
    file: "stacks/storage.ts",
    find: "    deletionProtection: stage.permanent,\n    skipFinalSnapshot",
    replace: "    skipFinalSnapshot",
    caughtBy,
  },
  {
    name: "the database's backups are kept for one day only",
    file: "stacks/stage.ts",
    find: "backupDays: permanent ? 14 : 1",
    replace: "backupDays: 1",
    caughtBy,
  },
  {
    name: "the database pauses in production",
    file: "stacks/stage.ts",
    find: 'readNumber("MIN_CAPACITY", 0.5)',
    replace: "0",
    caughtBy,
  },
  {
    name: "no instance can take over from the database's writer",
    file: "stacks/stage.ts",
    find: '$app.stage === "production" ? 1 : 0',
    replace: '$app.stage === "prod" ? 1 : 0',
    caughtBy,
  },
  {
    name: "a deploy replaces the database's subnets when AWS's list of zones changes",
    file: "stacks/network.ts",
    find: '      { ignoreChanges: ["availabilityZone"] },\n',
    replace: "",
    caughtBy,
  },
  {
    name: "the database is open to the world",
    file: "stacks/network.ts",
    find: 'nothing out",\n  ingress: [],',
    replace:
      'nothing out",\n  ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["0.0.0.0/0"] }],',
    caughtBy,
  },
  {
    name: "pictures may be made public",
    file: "stacks/storage.ts",
    find: "  blockPublicPolicy: true,\n",
    replace: "",
    caughtBy,
  },
];
