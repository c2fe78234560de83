import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import {
  all,
  childrenOf,
  type Graph,
  managedPolicies,
  one,
  statements,
} from "../../packages/synth/src/graph.ts";
import { type SynthOptions, synth } from "../../packages/synth/src/synth.ts";
import { table } from "../../packages/synth/src/table.ts";
import { platform } from "../support/platform.ts";

const TABLE = "aws:dynamodb/table:Table";
const FUNCTION = "aws:lambda/function:Function";

function fixture(options: Partial<SynthOptions> = {}): Promise<Graph> {
  const root = fileURLToPath(new URL("fixture", import.meta.url));
  return synth({
    root,
    stage: "production",
    secrets: { Key: "k" },
    ...(platform && { platform }),
    ...options,
  });
}

describe.skipIf(!platform)("a graph", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await fixture();
  });

  test("contains resources with their inputs and their place in the app", () => {
    const carts = one(graph, TABLE, "CartsTable");
    expect(carts).toMatchObject({ file: "data", custom: true, retainOnDelete: true, protect: false });
    expect(carts.inputs).toMatchObject({ ttl: { attributeName: "expiresAt", enabled: true } });
    expect(carts.urn).toBe(`urn:pulumi:production::fixture::sst:aws:Dynamo$${TABLE}::CartsTable`);
    expect(childrenOf(graph, one(graph, "sst:aws:Dynamo"))).toContain(carts);
  });

  test("names the file of a resource, also for an apply or a function of another file", () => {
    expect(one(graph, "aws:sns/topic:Topic", "Late").file).toBe("api");
    expect(one(graph, FUNCTION, "ApiFunction").file).toBe("api");
    expect(one(graph, "aws:cloudwatch/logGroup:LogGroup", "Visits").file).toBe("api");
  });

  test("contains secrets, protection, providers and dependencies", () => {
    const api = one<{ environment: unknown }>(graph, FUNCTION, "ApiFunction");
    expect(api.secrets.join()).toMatch(/^environment/);
    expect(api.inputs.environment).toMatchObject({ variables: { KEY: "k" } });
    expect(api.dependencies).toContain(one(graph, "aws:iam/role:Role").urn);
    const firewall = one(graph, "aws:wafv2/webAcl:WebAcl");
    expect(firewall.protect).toBe(true);
    expect(firewall.provider).toContain("::Virginia::");
  });

  test("lists what a function may do, by inline and attached policies of its role", () => {
    const arn = one(graph, TABLE).inputs.name;
    expect(statements(graph, "Api")).toEqual([
      { Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [expect.stringMatching(`:table/${arn}$`)] },
      { Effect: "Deny", Action: "s3:*", Resource: "*" },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" },
    ]);
    expect(managedPolicies(graph, "Api")).toEqual([expect.stringMatching(/AWSLambdaBasicExecutionRole$/)]);
  });

  test("contains outputs, links, and the code of functions", () => {
    const { name } = one(graph, TABLE).inputs;
    expect(graph.outputs).toEqual({ table: name });
    expect(graph.links.CartsTableAccess).toMatchObject({ name });
    expect(graph.builds).toEqual([
      { name: "Api", handler: "src/hello.handler", bytes: expect.any(Number), links: ["CartsTableAccess"] },
    ]);
    expect(graph.builds[0]?.bytes).toBeGreaterThan(100);
  });

  test("is the same in each run", async () => {
    expect(await fixture()).toEqual(graph);
  });

  test("is printed by file", () => {
    const text = table(graph);
    expect(text).toMatch(/^api\n/);
    expect(text).toMatch(/\n\ndata\n {2}dynamodb\.Table {2}CartsTable {2}on demand, expires by expiresAt/);
    expect(text).toMatch(/lambda\.Function +ApiFunction +512 MB, 20 s/);
  });

  test("has the resources of another stage under sst dev", async () => {
    const dev = await fixture({ stage: "alice", dev: true });
    expect(one(dev, TABLE).retainOnDelete).toBe(false);
    expect(one(dev, FUNCTION, "ApiFunction").inputs.handler).toBe("bootstrap");
    expect(one(graph, FUNCTION, "ApiFunction").inputs.handler).toBe("hello.handler");
    expect(dev.builds).toEqual([]);
  });

  test("lists the existing resources if one is missing", () => {
    expect(() => one(graph, TABLE, "Orders")).toThrow(
      "Expected one aws:dynamodb/table:Table named Orders. There are: CartsTable.",
    );
    expect(all(graph, "aws:sqs/queue:Queue")).toEqual([]);
  });
});

describe.skipIf(!platform)("an error", () => {
  const cases: [string, RegExp][] = [
    ["run", /run has failed\n {4}at sst\.config\.ts:12/],
    ["apply", /apply has failed\n {4}at stacks\/faults\.ts:6/],
    ["handler", /function "Api" has no code: there is no src\/none\.handler\. \(sst:aws:Function in api\)/],
    ["double", /aws:sns\/topic:Topic "Twice" in faults: there already is one of this type and name/],
    ["source", /no mock for the data source aws:ssm\/getParameter.*unheard-of.*mocks\/data\.ts/],
    [
      "resource",
      /"Glue" in faults: There is no mock for aws:glue\/catalogDatabase:CatalogDatabase.*mocks\/resources\.ts/,
    ],
  ];

  test.each(cases)("in %s is reported with its place", async (fault, message) => {
    await expect(fixture({ env: { FAULT: fault } })).rejects.toThrow(message);
  });

  test("in a function's code is reported under sst dev too", async () => {
    await expect(fixture({ dev: true, env: { FAULT: "handler" } })).rejects.toThrow(/no src\/none\.handler/);
  });

  test("is reported for a secret without a value, even if this process has one", async () => {
    process.env.SST_SECRET_Key = "inherited";
    await expect(fixture({ secrets: {} })).rejects.toThrow(/Set a value for Key/);
    delete process.env.SST_SECRET_Key;
  });
});
