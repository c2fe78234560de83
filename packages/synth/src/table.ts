import type { Graph, Resource } from "./graph.ts";

/** What a person wants to see of a graph: by concern, each resource that AWS is asked for, and what matters of it. */
export function table(graph: Graph): string {
  const concerns = [...new Set(graph.resources.map(({ concern }) => concern))].sort();
  const parts = concerns.map((concern) => part(graph, concern)).filter((lines) => lines.length > 1);
  return parts.map((lines) => lines.join("\n")).join("\n\n");
}

/** Resources that are SST's or Pulumi's own way of working, and nothing that AWS runs. */
const isHelper = ({ type }: Resource) => /^(pulumi|random:|sst:)/.test(type);

function part(graph: Graph, concern: string): string[] {
  const made = graph.resources.filter((resource) => resource.custom && resource.concern === concern);
  const rows = made
    .filter((resource) => !isHelper(resource))
    .map((it) => [shortType(it.type), it.name, note(it, graph)]);
  const [first = 0, second = 0] = [0, 1].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows
    .sort()
    .map(([type = "", name = "", words = ""]) =>
      `  ${type.padEnd(first)}  ${name.padEnd(second)}  ${words}`.trimEnd(),
    );
  const helpers = made.length - rows.length;
  return [
    concern,
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
  "cloudwatch.LogGroup": ({ retentionInDays: days }) => [days ? `${days} days` : "kept for ever"],
  "cloudwatch.MetricAlarm": ({ namespace, metricName, threshold }) => [namespace, metricName, threshold],
  "dynamodb.Table": ({ billingMode, ttl, pointInTimeRecovery, deletionProtectionEnabled }) => [
    billingMode === "PAY_PER_REQUEST" ? "on demand" : billingMode,
    ttl?.enabled && `expires by ${ttl.attributeName}`,
    pointInTimeRecovery?.enabled && "restorable",
    deletionProtectionEnabled && "undeletable",
  ],
  "ec2.SecurityGroup": ({ ingress }) => [`ways in: ${ingress?.length ?? 0}`],
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
    days && `backups of ${days} days`,
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
