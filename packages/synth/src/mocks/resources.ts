import { plain, secret } from "../values.ts";
import { ACCOUNT, physicalName, type Requested } from "./requested.ts";

type Mock = (requested: Requested) => Record<string, unknown>;

/** The ARNs of a global service contain no region. */
const global = (service: string, resource: string) => `arn:aws:${service}::${ACCOUNT}:${resource}`;

/** AWS's answers by Pulumi's type, if the program reads more than an ID, a name and an ARN of the usual form. */
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
  "aws:cloudwatch/logGroup:LogGroup": (requested) => ({
    id: physicalName(requested),
    arn: requested.arn("logs", `log-group:${physicalName(requested)}`),
  }),
  "aws:dynamodb/table:Table": (requested) => ({
    id: physicalName(requested),
    arn: requested.arn("dynamodb", `table/${physicalName(requested)}`),
    streamArn: requested.inputs.streamEnabled
      ? requested.arn("dynamodb", `table/${physicalName(requested)}/stream/1`)
      : "",
  }),
  "aws:ec2/securityGroup:SecurityGroup": ({ name }) => ({ id: `sg-${name}` }),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ({ name }) => ({ id: `sg-${name}` }),
  "aws:ec2/subnet:Subnet": ({ name }) => ({ id: `subnet-${name}` }),
  "aws:ec2/vpc:Vpc": ({ name }) => ({ id: `vpc-${name}`, defaultSecurityGroupId: `sg-${name}` }),
  "aws:iam/policy:Policy": (requested) => ({
    id: global("iam", `policy/${physicalName(requested)}`),
    arn: global("iam", `policy/${physicalName(requested)}`),
  }),
  "aws:iam/role:Role": (requested) => ({
    id: physicalName(requested),
    arn: global("iam", `role/${physicalName(requested)}`),
  }),
  "aws:lambda/function:Function": (requested) => {
    const arn = requested.arn("lambda", `function:${physicalName(requested)}`);
    const invoked = `arn:aws:apigateway:${requested.region}:lambda:path/2015-03-31/functions`;
    return {
      id: physicalName(requested),
      arn,
      version: "1",
      qualifiedArn: `${arn}:1`,
      invokeArn: `${invoked}/${arn}/invocations`,
      qualifiedInvokeArn: `${invoked}/${arn}:1/invocations`,
    };
  },
  "aws:kms/key:Key": ({ name, arn }) => ({
    id: `${name}-id`,
    keyId: `${name}-id`,
    arn: arn("kms", `key/${name}-id`),
  }),
  "aws:lambda/alias:Alias": ({ inputs, arn }) => {
    const alias = arn("lambda", `function:${plain(inputs.functionName)}:${inputs.name}`);
    return { id: alias, arn: alias };
  },
  "aws:lambda/invocation:Invocation": () => ({ result: "{}" }),
  "aws:rds/cluster:Cluster": (requested) => ({
    ...endpointOf(requested, "clusterIdentifier", "cluster"),
    readerEndpoint: `${requested.name.toLowerCase()}.cluster-ro.${requested.region}.rds.amazonaws.com`,
    clusterResourceId: `cluster-${requested.name}`,
    masterUserSecrets:
      requested.inputs.manageMasterUserPassword || requested.isRead
        ? [{ secretArn: requested.arn("secretsmanager", `secret:rds!${requested.name}`) }]
        : [],
  }),
  "aws:rds/clusterInstance:ClusterInstance": (requested) => endpointOf(requested, "identifier", "db"),
  "aws:s3/bucket:Bucket": (requested) => {
    const bucket = physicalName(requested, "bucket").toLowerCase();
    return {
      id: bucket,
      bucket,
      arn: `arn:aws:s3:::${bucket}`,
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${bucket}.s3.${requested.region}.amazonaws.com`,
    };
  },
  "aws:secretsmanager/secret:Secret": (requested) => {
    const arn = requested.arn("secretsmanager", `secret:${physicalName(requested)}-a1b2c3`);
    return { id: arn, arn };
  },
  "aws:sns/topic:Topic": (requested) => {
    const arn = requested.arn("sns", physicalName(requested));
    return { id: arn, arn };
  },
  "aws:sqs/queue:Queue": (requested) => {
    const url = `https://sqs.${requested.region}.amazonaws.com/${ACCOUNT}/${physicalName(requested)}`;
    return { id: url, url, arn: requested.arn("sqs", physicalName(requested)) };
  },
  "aws:wafv2/webAcl:WebAcl": (requested) => {
    const scope = requested.inputs.scope === "CLOUDFRONT" ? "global" : "regional";
    return { arn: requested.arn("wafv2", `${scope}/webacl/${physicalName(requested)}/${requested.name}-id`) };
  },
  "random:index/randomBytes:RandomBytes": ({ inputs }) => {
    const bytes = Buffer.alloc(Number(inputs.length), 1);
    return { base64: bytes.toString("base64"), hex: bytes.toString("hex") };
  },
  // Begins with the resource's name, so that a test can tell which password is used.
  "random:index/randomPassword:RandomPassword": ({ name, inputs }) => {
    const length = Number(inputs.length);
    return { result: secret(name.padEnd(length, "x").slice(0, length)) };
  },
};

function endpointOf(requested: Requested, key: string, kind: string): Record<string, unknown> {
  const identifier = physicalName(requested, key);
  return {
    id: identifier,
    [key]: identifier,
    arn: requested.arn("rds", `${kind}:${identifier}`),
    endpoint: `${identifier}.${kind}.${requested.region}.rds.amazonaws.com`,
    port: requested.inputs.port ?? 5432,
    tagsAll: requested.inputs.tags ?? {},
  };
}

/** SST's own resources, by the last part of their names. */
export const dynamic: Record<string, Mock> = {
  DistributionDeploymentWaiter: () => ({ isDone: true }),
  HostedZoneLookup: () => ({ zoneId: "Z1" }),
};

/** The types for which an ID, a name and an ARN are enough, by module. */
const PLAIN = {
  "aws:apigatewayv2": "Integration Route",
  "aws:backup": "Plan Selection Vault",
  "aws:cloudfront": "CachePolicy Function OriginAccessControl ResponseHeadersPolicy",
  "aws:cloudwatch": "Dashboard EventRule EventTarget LogMetricFilter LogResourcePolicy MetricAlarm",
  "aws:codedeploy": "Application DeploymentGroup",
  "aws:iam": "RolePolicy RolePolicyAttachment",
  "aws:lambda": "EventSourceMapping FunctionEventInvokeConfig Permission",
  "aws:rds": "SubnetGroup",
  "aws:route53": "Record",
  "aws:s3":
    "BucketCorsConfiguration BucketLifecycleConfiguration BucketNotification BucketObjectv2 BucketPolicy BucketPublicAccessBlock BucketServerSideEncryptionConfiguration",
  "aws:scheduler": "Schedule",
  "aws:secretsmanager": "SecretVersion",
  "aws:sesv2": "ConfigurationSet ConfigurationSetEventDestination",
  "aws:sns": "TopicPolicy TopicSubscription",
  "aws:budgets": "Budget",
  "aws:costexplorer": "AnomalyMonitor AnomalySubscription",
  "aws:sqs": "QueuePolicy",
  "aws:wafv2": "IpSet WebAclLoggingConfiguration",
  "aws:xray": "SamplingRule",
};

export const plainTypes = new Set(
  Object.entries(PLAIN).flatMap(([module, kinds]) =>
    kinds.split(" ").map((kind) => `${module}/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`),
  ),
);
