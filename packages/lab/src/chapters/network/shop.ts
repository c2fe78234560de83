import { all, type Graph, one, statements } from "@myclothes/synth/graph";
import type { Tried } from "./paths.ts";

/** What the graph says about a security group, a network interface, a policy. Only the parts that are read here. */
interface Group {
  ingress: unknown[];
  egress: unknown[];
}
interface Policy {
  bucket: string;
  policy: string;
}

/**
 * The paths of the shop, read from the resources that its stacks ask AWS for. Tiers are the shopper, CloudFront (the edge), the
 * functions (web), and the stores. `withoutSecret` is the status with which a function answers a request that bypasses the edge.
 */
export function shopPaths(graph: Graph, withoutSecret: number): Tried[] {
  const groups = [
    ...all<Group>(graph, "aws:ec2/securityGroup:SecurityGroup"),
    ...all<Group>(graph, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"),
  ];
  const entries = groups.flatMap(({ inputs }) => inputs.ingress).length;
  const exits = groups.flatMap(({ inputs }) => inputs.egress).length;
  const isPublic = all<{ publiclyAccessible: boolean }>(
    graph,
    "aws:rds/clusterInstance:ClusterInstance",
  ).some(({ inputs }) => inputs.publiclyAccessible);
  const functions = all<{ vpcConfig?: unknown }>(graph, "aws:lambda/function:Function");
  const inNetwork = functions.filter(({ inputs }) => inputs.vpcConfig).length;

  const { inputs: distribution } = one<{
    enabled: boolean;
    origins: { originId: string; domainName: string }[];
  }>(graph, "aws:cloudfront/distribution:Distribution");
  const usesEdge = (origin: string) =>
    distribution.enabled && distribution.origins.some(({ originId }) => originId === origin);

  const urls = all(graph, "aws:lambda/functionUrl:FunctionUrl").length;
  const callers = all<{ principal: string }>(graph, "aws:lambda/permission:Permission").map(
    ({ inputs }) => inputs.principal,
  );
  const others = callers.filter((principal) => principal !== "apigateway.amazonaws.com");

  const buckets = all(graph, "aws:s3/bucket:Bucket").length;
  const blocks = all<Record<string, unknown>>(
    graph,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  ).filter(({ inputs }) => Object.values(inputs).filter((value) => value === true).length === 4).length;
  const allowed = all<Policy>(graph, "aws:s3/bucketPolicy:BucketPolicy")
    .flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement)
    .filter(({ Effect }) => Effect === "Allow");
  const isOfEdge = (statement: (typeof allowed)[number]) =>
    JSON.stringify(statement.Principal) === '{"Service":["cloudfront.amazonaws.com"]}' &&
    JSON.stringify(statement.Condition?.StringEquals?.["aws:SourceArn"] ?? "").includes(":distribution/");
  const strangers = allowed.filter((statement) => !isOfEdge(statement)).length;

  const shared = all(graph, "aws:dynamodb/resourcePolicy:ResourcePolicy").length;
  const may = (action: string) =>
    statements(graph, "Api").some(
      ({ Effect, Action, Resource }) =>
        Effect === "Allow" && [Action].flat().includes(action) && ![Resource].flat().includes("*"),
    );
  const { enableHttpEndpoint } = one<{ enableHttpEndpoint: boolean }>(
    graph,
    "aws:rds/cluster:Cluster",
  ).inputs;

  const required = (from: string, to: string, isOpen: boolean, why: string): Tried => ({
    from,
    to,
    isRequired: true,
    isOpen,
    why,
  });
  const forbidden = (from: string, to: string, isOpen: boolean, why: string): Tried => ({
    from,
    to,
    isRequired: false,
    isOpen,
    why,
  });
  return [
    required("client", "edge", distribution.enabled, "CloudFront, HTTPS"),
    required("edge", "web", usesEdge("api"), "its origin, with a secret header"),
    required("edge", "store: images", usesEdge("images") && allowed.some(isOfEdge), "signed by CloudFront"),
    required("web", "store: tables", may("dynamodb:PutItem"), "HTTPS with IAM, named tables only"),
    required(
      "web",
      "store: database, Data API",
      enableHttpEndpoint && may("rds-data:ExecuteStatement"),
      "HTTPS with IAM, this cluster only",
    ),
    forbidden("client", "web, not by the edge", withoutSecret !== 403, `status ${withoutSecret}`),
    forbidden(
      "client",
      "web, a function's own URL",
      urls > 0 || others.length > 0,
      `${urls} function URLs, ${others.length} callers other than API Gateway`,
    ),
    forbidden(
      "client",
      "store: images, not by the edge",
      blocks < buckets || strangers > 0,
      `${blocks} of ${buckets} buckets block the public, ${strangers} other readers`,
    ),
    forbidden("client", "store: tables", shared > 0, `${shared} tables with a policy of their own`),
    forbidden(
      "client",
      "store: database, port 5432",
      entries > 0 || isPublic,
      `${entries} inbound rules, ${isPublic ? "a" : "no"} public address`,
    ),
    forbidden(
      "web",
      "store: database, port 5432",
      entries > 0,
      `${entries} inbound rules, ${inNetwork} of ${functions.length} functions in its network`,
    ),
    forbidden("store", "anywhere", exits > 0, `${exits} outbound rules`),
  ];
}

/** The graph with one mistake, to see that it is noticed. */
export function weaken(graph: Graph, broken: string | undefined): Graph {
  const weakened: Graph = structuredClone(graph);
  if (broken === "inbound")
    one<Group>(weakened, "aws:ec2/securityGroup:SecurityGroup").inputs.ingress.push({ fromPort: 5432 });
  if (broken === "reader")
    for (const { inputs } of all<Policy>(weakened, "aws:s3/bucketPolicy:BucketPolicy")) {
      inputs.policy = inputs.policy.replace(/"Condition":\{"StringEquals".*?\}\}/, '"Condition":{}');
    }
  if (broken === "permission")
    weakened.resources = weakened.resources.map((resource) =>
      resource.name === "ApiRole"
        ? { ...resource, inputs: { ...resource.inputs, inlinePolicies: [] } }
        : resource,
    );
  return weakened;
}
