import { policyDocument } from "./policy.ts";
import { ACCOUNT } from "./requested.ts";

type Source = (inputs: Record<string, unknown>, region: string) => Record<string, unknown>;

/** The results of data sources, by Pulumi's token. */
export const data: Record<string, Source> = {
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": ({ region: given }, region) => ({
    id: given ?? region,
    region: given ?? region,
    name: given ?? region,
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:root`,
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_, region) => ({
    id: region,
    names: ["a", "b", "c"].map((zone) => region + zone),
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
};
