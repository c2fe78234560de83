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
  "aws:cloudfront/getCachePolicy:getCachePolicy": named,
  "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": named,
  "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": named,
  "aws:route53/getZone:getZone": ({ name }) => ({ id: "Z1", zoneId: "Z1", name }),
};

function named({ name }: Record<string, unknown>): Record<string, unknown> {
  return { id: `id-of-${name}`, name };
}
