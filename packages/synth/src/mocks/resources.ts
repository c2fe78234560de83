import { secret } from "../values.ts";
import { ACCOUNT, type Made } from "./made.ts";

type Mock = (made: Made) => Record<string, unknown>;

/** The name that AWS knows it by. */
const physical = ({ name, inputs }: Made, key = "name") => String(inputs[key] ?? name);
/** A service without regions names none in its ARNs. */
const global = (service: string, resource: string) => `arn:aws:${service}::${ACCOUNT}:${resource}`;

/** What AWS answers, by Pulumi's type, where more than an id, a name and an ARN is read from it, or of another form. */
export const resources: Record<string, Mock> = {
  "aws:apigatewayv2/api:Api": ({ name, region, arn }) => ({
    id: name.toLowerCase(),
    arn: `arn:aws:apigateway:${region}::/apis/${name.toLowerCase()}`,
    apiEndpoint: `https://${name.toLowerCase()}.execute-api.${region}.amazonaws.com`,
    executionArn: arn("execute-api", name.toLowerCase()),
  }),
  "aws:apigatewayv2/stage:Stage": ({ inputs, region }) => ({
    id: inputs.name,
    arn: `arn:aws:apigateway:${region}::/apis/${inputs.apiId}/stages/${inputs.name}`,
  }),
  "aws:acm/certificate:Certificate": ({ name, inputs, arn }) => ({
    id: arn("acm", `certificate/${name}`),
    arn: arn("acm", `certificate/${name}`),
    domainValidationOptions: [inputs.domainName, inputs.subjectAlternativeNames ?? []]
      .flat()
      .map((domainName) => ({
        domainName,
        resourceRecordName: `_check.${domainName}`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_check.acm-validations.aws",
      })),
  }),
  "aws:acm/certificateValidation:CertificateValidation": ({ inputs }) => ({ id: inputs.certificateArn }),
  "aws:cloudfront/distribution:Distribution": ({ name }) => ({
    id: `E${name.toUpperCase()}`,
    arn: global("cloudfront", `distribution/E${name.toUpperCase()}`),
    domainName: `${name.toLowerCase()}.cloudfront.net`,
    hostedZoneId: "Z2FDTNDATAQYW2",
    etag: "E1",
  }),
  "aws:cloudwatch/logGroup:LogGroup": (made) => ({
    id: physical(made),
    arn: made.arn("logs", `log-group:${physical(made)}`),
  }),
  "aws:dynamodb/table:Table": (made) => ({
    id: physical(made),
    arn: made.arn("dynamodb", `table/${physical(made)}`),
    streamArn: made.inputs.streamEnabled ? made.arn("dynamodb", `table/${physical(made)}/stream/1`) : "",
  }),
  "aws:ec2/securityGroup:SecurityGroup": ({ name }) => ({ id: `sg-${name}` }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ({ name }) => ({ id: `sg-${name}` }),
  "aws:ec2/subnet:Subnet": ({ name }) => ({ id: `subnet-${name}` }),
  "aws:ec2/vpc:Vpc": ({ name }) => ({ id: `vpc-${name}`, defaultSecurityGroupId: `sg-${name}` }),
  "aws:iam/policy:Policy": (made) => ({
    id: global("iam", `policy/${physical(made)}`),
    arn: global("iam", `policy/${physical(made)}`),
  }),
  "aws:iam/role:Role": (made) => ({ id: physical(made), arn: global("iam", `role/${physical(made)}`) }),
  "aws:lambda/function:Function": (made) => {
    const arn = made.arn("lambda", `function:${physical(made)}`);
    const invoked = `arn:aws:apigateway:${made.region}:lambda:path/2015-03-31/functions`;
    return {
      id: physical(made),
      arn,
      version: "1",
      qualifiedArn: `${arn}:1`,
      invokeArn: `${invoked}/${arn}/invocations`,
      qualifiedInvokeArn: `${invoked}/${arn}:1/invocations`,
    };
  },
  "aws:lambda/invocation:Invocation": () => ({ result: "{}" }),
  "aws:rds/cluster:Cluster": (made) => ({
    ...endpointOf(made, "clusterIdentifier", "cluster"),
    readerEndpoint: `${made.name.toLowerCase()}.cluster-ro.${made.region}.rds.amazonaws.com`,
    masterUserSecrets: made.inputs.manageMasterUserPassword
      ? [{ secretArn: made.arn("secretsmanager", `secret:rds!${made.name}`) }]
      : [],
  }),
  "aws:rds/clusterInstance:ClusterInstance": (made) => endpointOf(made, "identifier", "db"),
  "aws:s3/bucket:Bucket": (made) => {
    const bucket = physical(made, "bucket").toLowerCase();
    return {
      id: bucket,
      bucket,
      arn: `arn:aws:s3:::${bucket}`,
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${bucket}.s3.${made.region}.amazonaws.com`,
    };
  },
  "aws:sns/topic:Topic": (made) => {
    const arn = made.arn("sns", physical(made));
    return { id: arn, arn };
  },
  "aws:sqs/queue:Queue": (made) => {
    const url = `https://sqs.${made.region}.amazonaws.com/${ACCOUNT}/${physical(made)}`;
    return { id: url, url, arn: made.arn("sqs", physical(made)) };
  },
  "aws:wafv2/webAcl:WebAcl": (made) => {
    const scope = made.inputs.scope === "CLOUDFRONT" ? "global" : "regional";
    return { arn: made.arn("wafv2", `${scope}/webacl/${physical(made)}/${made.name}-id`) };
  },
  "random:index/randomBytes:RandomBytes": ({ inputs }) => {
    const bytes = Buffer.alloc(Number(inputs.length), 1);
    return { base64: bytes.toString("base64"), hex: bytes.toString("hex") };
  },
  "random:index/randomPassword:RandomPassword": ({ inputs }) => ({
    result: secret("x".repeat(Number(inputs.length))),
  }),
};

function endpointOf(made: Made, key: string, kind: string): Record<string, unknown> {
  const identifier = physical(made, key);
  return {
    id: identifier,
    [key]: identifier,
    arn: made.arn("rds", `${kind}:${identifier}`),
    endpoint: `${identifier}.${kind}.${made.region}.rds.amazonaws.com`,
    port: made.inputs.port ?? 5432,
    tagsAll: made.inputs.tags ?? {},
  };
}

/** The resources that SST makes by itself, by the last part of their names. */
export const dynamic: Record<string, Mock> = {
  DistributionDeploymentWaiter: () => ({ isDone: true }),
  HostedZoneLookup: () => ({ zoneId: "Z1" }),
};

/** Those of which an id, a name and an ARN are enough, by module. */
const PLAIN = {
  "aws:apigatewayv2": "Integration Route",
  "aws:cloudfront": "CachePolicy Function OriginAccessControl ResponseHeadersPolicy",
  "aws:cloudwatch": "Dashboard MetricAlarm",
  "aws:iam": "RolePolicy RolePolicyAttachment",
  "aws:lambda": "FunctionEventInvokeConfig Permission",
  "aws:rds": "SubnetGroup",
  "aws:route53": "Record",
  "aws:s3": "BucketObjectv2 BucketPolicy BucketPublicAccessBlock BucketServerSideEncryptionConfiguration",
  "aws:scheduler": "Schedule",
  "aws:sns": "TopicSubscription",
};

export const plainTypes = new Set(
  Object.entries(PLAIN).flatMap(([module, kinds]) =>
    kinds.split(" ").map((kind) => `${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`),
  ),
);
