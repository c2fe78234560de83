import type { Graph, Resource } from "./graph.ts";

/** A graph as a table for people: by file, each resource with its important values. */
export function table(graph: Graph): string {
  const files = [...new Set(graph.resources.map(({ file }) => file))].sort();
  const parts = files.map((file) => part(graph, file)).filter((lines) => lines.length > 1);
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/** Whether a resource is a helper of SST or Pulumi that AWS does not run. */
const isHelper = ({ type }: Resource) => /^(pulumi|random:|sst:)/.test(type);

function part(graph: Graph, file: string): string[] {
  const custom = graph.resources.filter((resource) => resource.custom && resource.file === file);
  const rows = custom
    .filter((resource) => !isHelper(resource))
    .map((it) => [shortType(it.type), it.name, note(it, graph)]);
  const [first = 0, second = 0] = [0, 1].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows
    .sort()
    .map(([type = "", name = "", words = ""]) =>
      `  ${type.padEnd(first)}  ${name.padEnd(second)}  ${words}`.trimEnd(),
    );
  const helpers = custom.length - rows.length;
  return [
    file,
    ...lines,
    ...(helpers > 0 ? [`  and ${helpers} ${helpers > 1 ? "helpers" : "helper"} of SST's`] : []),
  ];
}

/** `aws:dynamodb/table:Table` as `dynamodb.Table`. */
export const shortType = (type: string) => type.replace(/^aws:/, "").replace(/\/\w+:/, ".");

// biome-ignore lint/suspicious/noExplicitAny: inputs are as various as AWS; each note reads those of one type.
type Note = (inputs: any, resource: Resource, graph: Graph) => unknown[];

const notes: Record<string, Note> = {
  "apigatewayv2.Route": ({ routeKey }) => [routeKey],
  "apigatewayv2.Stage": ({ defaultRouteSettings: it }) => [it && `${it.throttlingRateLimit}/s`],
  "cloudfront.CachePolicy": ({ defaultTtl }) => [`${defaultTtl} s`],
  "cloudfront.Distribution": ({ orderedCacheBehaviors: behaviours = [], webAclId }) => [
    behaviours.map((behaviour: { pathPattern: string }) => behaviour.pathPattern).join(" "),
    webAclId && "firewall",
  ],
  "cloudwatch.LogGroup": ({ retentionInDays: days }) => [days ? `${days} days` : "never expires"],
  "cloudwatch.MetricAlarm": ({ namespace, metricName, threshold }) => [namespace, metricName, threshold],
  "dynamodb.Table": ({ billingMode, ttl, pointInTimeRecovery, deletionProtectionEnabled }) => [
    billingMode === "PAY_PER_REQUEST" ? "on demand" : billingMode,
    ttl?.enabled && `expires by ${ttl.attributeName}`,
    pointInTimeRecovery?.enabled && "point-in-time recovery",
    deletionProtectionEnabled && "deletion protection",
  ],
  "ec2.SecurityGroup": ({ ingress }) => [`ingress rules: ${ingress?.length ?? 0}`],
  "ec2.Subnet": ({ availabilityZone, cidrBlock }) => [availabilityZone, cidrBlock],
  "lambda.Function": ({ memorySize, timeout, runtime, architectures }, { name }, { builds }) => {
    const build = builds.find((it) => name === `${it.name}Function`);
    const size = build && `${(build.bytes / 2 ** 20).toFixed(1)} MB of code`;
    return [`${memorySize} MB`, `${timeout} s`, runtime, architectures?.[0], size];
  },
  "rds.Cluster": ({
    engineVersion,
    serverlessv2ScalingConfiguration: scaling,
    backupRetentionPeriod: days,
  }) => [
    engineVersion,
    scaling && `${scaling.minCapacity} to ${scaling.maxCapacity} ACU`,
    days && `backups for ${days} days`,
  ],
  "rds.ClusterInstance": ({ instanceClass }) => [instanceClass],
  "scheduler.Schedule": ({ scheduleExpression }) => [scheduleExpression],
  "wafv2.WebAcl": ({ rules = [] }) => [`rules: ${rules.length}`],
};

function note(resource: Resource, graph: Graph): string {
  const words = notes[shortType(resource.type)]?.(resource.inputs, resource, graph) ?? [];
  const guards = [resource.protect && "protected", resource.retainOnDelete && "retained"];
  return [...words, ...guards].filter(Boolean).join(", ");
}
