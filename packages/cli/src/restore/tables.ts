import {
  type ContinuousBackupsDescription,
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  type Tag,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { restoredName, restoreId } from "@myclothes/core/restored";
import { UserError } from "@myclothes/local/report";
import { ownTags, type Steps, unlessMissing, waitFor } from "./steps.ts";

let client: DynamoDBClient | undefined;
const dynamo = () => (client ??= new DynamoDBClient({}));

export interface Source {
  name: string;
  /** False: the table is created empty, because its content belongs to the data that is replaced, or has no backup. */
  hasContent: boolean;
}

/** The tables as they can be restored to this time. The cache holds parts of the database that is replaced: it begins empty. */
export async function findTables(names: Record<string, string>, at: Date): Promise<Source[]> {
  return Promise.all(
    Object.entries(names).map(async ([title, name]) => {
      const recovery = (await backupsOf(name))?.PointInTimeRecoveryDescription;
      if (title === "Cache" || recovery?.PointInTimeRecoveryStatus !== "ENABLED")
        return { name, hasContent: false };
      const { EarliestRestorableDateTime: from, LatestRestorableDateTime: to } = recovery;
      if ((from && at < from) || (to && at > to))
        throw new UserError(
          `The table ${name} can be restored to times between ${from?.toISOString()} and ${to?.toISOString()}.`,
        );
      return { name, hasContent: true };
    }),
  );
}

/** Throws a UserError unless all of these tables can be used. */
export async function requireTables(names: string[]): Promise<void> {
  for (const name of names) {
    const status = (await describe(name))?.TableStatus ?? "missing";
    if (status !== "ACTIVE" && status !== "UPDATING")
      throw new UserError(
        `The table ${name} cannot be used: ${status}. If you have restored only the database, add: --only database`,
      );
  }
}

/**
 * Restores a table to a time under a new name. AWS copies neither the TTL nor point-in-time recovery, protection and tags, so
 * this does. Each step first looks whether it was done, so the call can be repeated.
 */
export async function restoreTable(source: Source, at: Date, steps: Steps): Promise<void> {
  const own = await describe(source.name);
  if (!own) throw new UserError(`There is no table ${source.name} in this account and region.`);
  const name = restoredName(source.name, restoreId(at));
  if (!(await describe(name))) {
    steps.report(`Table ${name}: ${source.hasContent ? "restores it" : "creates it empty"}`);
    await (source.hasContent ? restore(source.name, name, at) : create(own, name));
  }
  const table = await waitFor(steps, `Table ${name}`, async () => {
    const found = await describe(name);
    return found?.TableStatus === "ACTIVE" ? { ready: found } : { status: found?.TableStatus ?? "unknown" };
  });
  await copyTimeToLive(source.name, name);
  await copyRecovery(source.name, name);
  await copyTags(own, table);
  if (own.DeletionProtectionEnabled && !table.DeletionProtectionEnabled)
    await dynamo().send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: true }));
  steps.report(`Table ${name}: is ready`);
}

const restore = (SourceTableName: string, TargetTableName: string, RestoreDateTime: Date) =>
  dynamo().send(new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, RestoreDateTime }));

const create = ({ KeySchema, AttributeDefinitions, SSEDescription }: TableDescription, TableName: string) =>
  dynamo().send(
    new CreateTableCommand({
      TableName,
      KeySchema,
      AttributeDefinitions,
      BillingMode: "PAY_PER_REQUEST",
      ...(SSEDescription && { SSESpecification: { Enabled: true } }),
    }),
  );

const describe = async (TableName: string): Promise<TableDescription | undefined> =>
  (await unlessMissing(dynamo().send(new DescribeTableCommand({ TableName })), "ResourceNotFoundException"))
    ?.Table;

const backupsOf = async (TableName: string): Promise<ContinuousBackupsDescription | undefined> =>
  (await dynamo().send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription;

const timeToLiveOf = async (TableName: string) =>
  (await dynamo().send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;

async function copyTimeToLive(from: string, TableName: string): Promise<void> {
  const { AttributeName } = (await timeToLiveOf(from)) ?? {};
  const { TimeToLiveStatus } = (await timeToLiveOf(TableName)) ?? {};
  if (!AttributeName || TimeToLiveStatus === "ENABLED" || TimeToLiveStatus === "ENABLING") return;
  const TimeToLiveSpecification = { AttributeName, Enabled: true };
  await dynamo().send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function copyRecovery(from: string, TableName: string): Promise<void> {
  const wanted = (await backupsOf(from))?.PointInTimeRecoveryDescription;
  const found = (await backupsOf(TableName))?.PointInTimeRecoveryDescription;
  if (wanted?.PointInTimeRecoveryStatus !== "ENABLED" || found?.PointInTimeRecoveryStatus === "ENABLED")
    return;
  const PointInTimeRecoverySpecification = {
    PointInTimeRecoveryEnabled: true,
    RecoveryPeriodInDays: wanted.RecoveryPeriodInDays,
  };
  await dynamo().send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
}

async function copyTags(from: TableDescription, to: TableDescription): Promise<void> {
  const Tags: Tag[] = [];
  let NextToken: string | undefined;
  do {
    const page = await dynamo().send(
      new ListTagsOfResourceCommand({ ResourceArn: from.TableArn, NextToken }),
    );
    Tags.push(...ownTags(page.Tags));
    NextToken = page.NextToken;
  } while (NextToken);
  if (Tags.length > 0) await dynamo().send(new TagResourceCommand({ ResourceArn: to.TableArn, Tags }));
}
