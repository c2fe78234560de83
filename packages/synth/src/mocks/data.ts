import { ACCOUNT } from "./made.ts";
import { policyDocument } from "./policy.ts";

type Source = (inputs: Record<string, unknown>, region: string) => Record<string, unknown>;

/** What data sources answer, by Pulumi's token. */
export const data: Record<string, Source> = {
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": ({ region: asked }, region) => ({
    id: asked ?? region,
    region: asked ?? region,
    name: asked ?? region,
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
