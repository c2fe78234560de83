import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
  type RDSClient,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-rds";
import { UserError } from "@myclothes/local/report";
import type { Step } from "./step.ts";

/** The cluster's tag with its minimum capacity outside of sales. */
const BEFORE = "shop:capacity-before-sale";
/** In USD, for a capacity unit and an hour, in us-east-1 (https://aws.amazon.com/rds/aurora/pricing/). */
const PRICE = 0.12;

/** Raises Aurora's minimum capacity to `wanted`, or sets it back if that is undefined. It grows faster from a higher capacity. */
export async function capacityStep(rds: RDSClient, arn: string, wanted: number | undefined): Promise<Step> {
  const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: arn }));
  const [cluster] = DBClusters ?? [];
  const { MinCapacity: min, MaxCapacity: max } = cluster?.ServerlessV2ScalingConfiguration ?? {};
  if (cluster?.DBClusterIdentifier === undefined || min === undefined || max === undefined)
    throw new UserError(`The cluster ${arn} is not serverless, or not there.`);
  const title = "Aurora, least capacity units";
  const tag = cluster.TagList?.find(({ Key }) => Key === BEFORE)?.Value;
  const before = tag === undefined ? undefined : Number(tag);
  const target = wanted ?? before ?? min;
  if (target > max)
    throw new UserError(`--capacity is ${target}, but the stage has at most ${max}: see stacks/stage.ts.`);
  const set = () =>
    rds.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: cluster.DBClusterIdentifier,
        ServerlessV2ScalingConfiguration: { MinCapacity: target, MaxCapacity: max },
        ApplyImmediately: true,
      }),
    );
  if (wanted === undefined) {
    if (before === undefined)
      return { title, from: String(min), to: String(min), note: "no sale was prepared" };
    const apply = async () => {
      await set();
      await rds.send(new RemoveTagsFromResourceCommand({ ResourceName: arn, TagKeys: [BEFORE] }));
    };
    return { title, from: String(min), to: String(target), note: "as before the sale", apply };
  }
  if (wanted <= min) return { title, from: String(min), to: String(min), note: "is enough" };
  const instances = cluster.DBClusterMembers?.length ?? 1;
  const price = ((wanted - min) * instances * PRICE).toFixed(2);
  const apply = async () => {
    const Tags = [{ Key: BEFORE, Value: String(before ?? min) }];
    await rds.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags }));
    await set();
  };
  const note = `about $${price} more an hour, until --end`;
  return { title, from: String(min), to: String(wanted), note, apply };
}
