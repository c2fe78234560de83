/**
 * Gives every resource that we create ourselves a name with app and stage, as SST does for its components. Without it, nobody could
 * tell in the console whose `Cluster-1a2b3c4` it is. AWS adds random characters to a prefix, so that a resource can be replaced
 * while the old one still exists. The other types are changed in place.
 */
const PREFIXES = {
  "cloudwatch/logGroup:LogGroup": ["namePrefix", 512],
  "cloudwatch/eventRule:EventRule": ["namePrefix", 64],
  "ec2/securityGroup:SecurityGroup": ["namePrefix", 255],
  "rds/clusterInstance:ClusterInstance": ["identifierPrefix", 63],
  "rds/subnetGroup:SubnetGroup": ["namePrefix", 255],
  "s3/bucket:Bucket": ["bucketPrefix", 63],
  "secretsmanager/secret:Secret": ["namePrefix", 255],
  "sns/topic:Topic": ["namePrefix", 256],
  "sqs/queue:Queue": ["namePrefix", 80],
  "wafv2/webAcl:WebAcl": ["namePrefix", 128],
} as const;
const NAMES = [
  "cloudfront/cachePolicy:CachePolicy",
  "cloudfront/function:Function",
  "cloudfront/originAccessControl:OriginAccessControl",
  "cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  "cloudwatch/logMetricFilter:LogMetricFilter",
  "cloudwatch/metricAlarm:MetricAlarm",
  "wafv2/ipSet:IpSet",
];
/** The property that holds the name of a resource with a prefix, if it is not `name`. */
const PLAIN: Record<string, string> = {
  identifierPrefix: "identifier",
  bucketPrefix: "bucket",
};
/** What AWS's provider appends to a prefix. */
const RANDOM = 26;
/** These services allow small letters only. */
const LOWER_CASE = /^(rds|s3)\//;

/** `myclothes-production-Firewall`, for names and for what has no name. */
export const named = (name: string): string => `${$app.name}-${$app.stage}-${name}`;

$util.runtime.registerStackTransformation(({ type, name, props, opts }) => {
  // A resource that is only read has a name already.
  if (opts.id !== undefined) return undefined;
  const kind = type.replace(/^aws:/, "");
  const given = props as Record<string, unknown>;
  const [property, max] = PREFIXES[kind as keyof typeof PREFIXES] ?? [];
  if (property && given[PLAIN[property] ?? "name"] === undefined && given[property] === undefined) {
    const full = LOWER_CASE.test(kind) ? named(name).toLowerCase() : named(name);
    given[property] = `${full.slice(0, max - RANDOM - 1)}-`;
  }
  if (NAMES.includes(kind)) given.name ??= named(name);
  // What has no name is found by its tag.
  if (/^ec2\/(vpc|subnet):/.test(kind)) given.tags = { Name: named(name), ...(given.tags as object) };
  return { props, opts };
});
