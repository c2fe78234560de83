import * as dynamo from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { type Change, named, RANGE } from "./fake-aws.ts";

/** DynamoDB with as much behaviour as a restore meets. */
export function fakeDynamo(change: Change, tables: string[], withoutRecovery: string[]) {
  const stored = new Map(tables.map((name) => [name, newTable(name, !withoutRecovery.includes(name), true)]));
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

  return { tables: stored, close: () => store.restore() };
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
