import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { databaseRoles, roleName } from "@myclothes/core/roles";
import { build } from "@myclothes/functions/build";
import { apis, bundleOf, type FunctionName, functions, routeKey } from "@myclothes/functions/functions";
import { all, managedPolicies, one, statements } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { readApp } from "../../../packages/synth/src/config.ts";
import { platform } from "../../support/platform.ts";
import { configured, graphOf, root, type Stages, settingsOf, stages } from "../graphs.ts";

const FUNCTION = "aws:lambda/function:Function";
const titleOf = (name: string) => name.replace(/^./, (first) => first.toUpperCase());
const FUNCTIONS = Object.keys(functions).map(titleOf).sort();
const flat = (value: string | string[]) => [value].flat();

describe.skipIf(!platform)("the API and its functions", () => {
  let graphs: Stages;
  beforeAll(async () => {
    graphs = await stages();
  });

  describe("the HTTP API", () => {
    it("has one route to each API's function, with payload format 2.0", () => {
      expect(functions.pages.paths.map(routeKey)).toEqual(["$default"]);
      for (const graph of Object.values(graphs)) {
        const routes = all<{ routeKey: string }>(graph, "aws:apigatewayv2/route:Route");
        const integrations = all<Record<string, string>>(graph, "aws:apigatewayv2/integration:Integration");
        const found = routes.map(({ inputs, dependencies }) => ({
          ...integrations.find(({ urn }) => dependencies.includes(urn))?.inputs,
          routeKey: inputs.routeKey,
        }));
        const expected = apis.flatMap(({ name, paths }) =>
          paths.map((path) => ({
            routeKey: routeKey(path),
            integrationUri: expect.stringContaining(`${titleOf(name)}Function`),
            payloadFormatVersion: "2.0",
          })),
        );
        expect(found).toHaveLength(expected.length);
        for (const route of expected) expect(found).toContainEqual(expect.objectContaining(route));
      }
    });

    it("allows no other origin", () => {
      for (const graph of Object.values(graphs)) {
        expect(one(graph, "aws:apigatewayv2/api:Api").inputs.corsConfiguration ?? {}).toEqual({});
      }
    });

    it("is throttled, more strictly in a developer's stage, and writes an access log without paths", () => {
      const rate = (graph: Stages["alice"]) =>
        one<{ defaultRouteSettings: Record<string, number>; accessLogSettings: { format: string } }>(
          graph,
          "aws:apigatewayv2/stage:Stage",
        ).inputs;
      for (const graph of Object.values(graphs)) {
        const { defaultRouteSettings, accessLogSettings } = rate(graph);
        expect(defaultRouteSettings.throttlingRateLimit).toBeGreaterThan(0);
        expect(defaultRouteSettings.throttlingBurstLimit).toBeGreaterThan(0);
        expect(accessLogSettings).toMatchObject({ destinationArn: expect.stringContaining(":log-group:") });
        // A password reset has its token in the path.
        expect(accessLogSettings.format).toMatch(/"requestId":.*"status":/);
        expect(accessLogSettings.format).not.toMatch(/context\.path|rawPath/);
      }
      const [production, alice] = [rate(graphs.production), rate(graphs.alice)];
      expect(Number(alice.defaultRouteSettings.throttlingRateLimit)).toBeLessThan(
        Number(production.defaultRouteSettings.throttlingRateLimit),
      );
    });

    it("throttles the routes of orders, payments and the merchant by themselves, after they exist", () => {
      const STAGE = "aws:apigatewayv2/stage:Stage";
      interface Throttles {
        defaultRouteSettings: { throttlingRateLimit: number };
        routeSettings?: { routeKey: string; throttlingRateLimit: number; throttlingBurstLimit: number }[];
      }
      for (const stage of ["production", "staging"] as const) {
        const { inputs, dependencies } = one<Throttles>(graphs[stage], STAGE);
        const { routeSettings = [], defaultRouteSettings } = inputs;
        const throttled = [functions.orders, functions.payments, functions.admin].flatMap(({ paths }) => [
          ...paths,
        ]);
        expect(routeSettings.map((one) => one.routeKey).sort()).toEqual(throttled.map(routeKey).sort());
        for (const { throttlingRateLimit, throttlingBurstLimit } of routeSettings) {
          expect(throttlingRateLimit).toBeLessThan(defaultRouteSettings.throttlingRateLimit);
          expect(throttlingBurstLimit).toBeGreaterThanOrEqual(throttlingRateLimit);
        }
        const routes = all<{ routeKey: string }>(graphs[stage], "aws:apigatewayv2/route:Route");
        const missing = routes.filter(
          ({ urn, inputs }) =>
            routeSettings.some((one) => one.routeKey === inputs.routeKey) && !dependencies.includes(urn),
        );
        expect(missing).toEqual([]);
      }
      expect(one<Throttles>(graphs.alice, STAGE).inputs.routeSettings ?? []).toEqual([]);
    });
  });

  describe("the functions", () => {
    it("are those of the table, on Node 24 and arm64, with JSON logs that expire", () => {
      for (const stage of ["production", "staging", "alice"] as const) {
        const graph = graphs[stage];
        expect(
          all(graph, "sst:aws:Function")
            .map(({ name }) => name)
            .sort(),
        ).toEqual(FUNCTIONS);
        for (const name of FUNCTIONS) {
          expect(one(graph, FUNCTION, `${name}Function`).inputs).toMatchObject({
            runtime: "nodejs24.x",
            architectures: ["arm64"],
            loggingConfig: { logFormat: "JSON", logGroup: expect.stringContaining(`${name}Log`) },
          });
        }
        for (const { inputs } of all(graph, "aws:cloudwatch/logGroup:LogGroup")) {
          expect(inputs.retentionInDays).toBe(stage === "alice" ? 7 : 90);
        }
      }
    });

    it("are traced by Lambda in a permanent stage", () => {
      for (const stage of ["production", "staging", "alice"] as const) {
        for (const name of FUNCTIONS) {
          const { tracingConfig } = one(graphs[stage], FUNCTION, `${name}Function`).inputs;
          expect([stage, name, tracingConfig]).toEqual([
            stage,
            name,
            stage === "alice" ? undefined : { mode: "Active" },
          ]);
        }
      }
    });

    it("reserve environments for orders in a permanent stage, and none in a developer's new account", async () => {
      for (const stage of ["production", "staging"] as const) {
        const { orders } = await settingsOf(graphs[stage]);
        expect(orders).toBeGreaterThan(0);
        for (const { name, inputs } of all(graphs[stage], FUNCTION)) {
          const reserved = name === "OrdersFunction" ? orders : undefined;
          expect([name, inputs.reservedConcurrentExecutions]).toEqual([name, reserved]);
        }
      }
      expect(one(graphs.alice, FUNCTION, "OrdersFunction").inputs.reservedConcurrentExecutions).toBe(
        undefined,
      );
    });

    it("are the same files that a laptop runs", () => {
      const { builds } = graphs.production;
      expect(builds.map(({ name, handler }) => [name, handler])).toEqual(
        FUNCTIONS.map((name) => [name, `${bundleOf(name.toLowerCase() as FunctionName)}.handler`]),
      );
    });

    it("are at most 500 KB, and identical to another build", async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "build-"));
      const { api } = await build(folder);
      const deployed = readFileSync(`${root}packages/functions/dist/api/api.mjs`);
      expect(deployed.equals(readFileSync(api))).toBe(true);
      expect(deployed.length).toBeLessThanOrEqual(500_000);
      rmSync(folder, { recursive: true });
    });

    it("time out after the shop's deadline and before the edge's time-out", () => {
      const timeout = Number(one(graphs.production, FUNCTION, "ApiFunction").inputs.timeout);
      const { origins } = one<{
        origins: { originId: string; customOriginConfig?: { originReadTimeout: number } }[];
      }>(graphs.production, "aws:cloudfront/distribution:Distribution").inputs;
      const readTimeout = origins.find(({ originId }) => originId === "api")?.customOriginConfig
        ?.originReadTimeout;
      expect([timeout > 9, timeout < Number(readTimeout), Number(readTimeout) < 30]).toEqual([
        true,
        true,
        true,
      ]);
    });

    it("are linked to what each of them reads, and to nothing else", () => {
      const links = Object.fromEntries(
        graphs.production.builds.map(({ name, links }) => [name, [...links].sort()]),
      );
      expect(links).toEqual({
        Admin: ["Cache", "Database", "Edge", "Images", "Queue"],
        Api: [
          "Attempts",
          "Cache",
          "Carts",
          "Database",
          "Edge",
          "Queue",
          "Sessions",
          "Signing",
          "Site",
          "StripePublishableKey",
        ],
        Feedback: ["Database"],
        Migrate: ["Database"],
        Orders: ["Carts", "Database", "Edge", "Queue", "Sessions", "Signing", "Site", "StripePublishableKey"],
        Pages: ["Cache", "Database", "Edge", "Site"],
        Payments: [
          "Carts",
          "Database",
          "Edge",
          "Queue",
          "Sessions",
          "Signing",
          "Site",
          "StripePublishableKey",
          "StripeSecretKey",
          "StripeWebhookSecret",
        ],
        Sweep: ["Database", "Queue"],
        Worker: ["Carts", "Database", "Images", "Mail", "Sessions", "Signing", "Site"],
      });
      const { secrets, clusterArn, database } = graphs.production.links.Database ?? {};
      expect([clusterArn, database]).toEqual([expect.stringContaining(":rds:"), "shop"]);
      expect(Object.keys(secrets as object).sort()).toEqual(["master", ...databaseRoles].sort());
    });
  });

  it("deploys Pages after the files that its pages load", () => {
    for (const graph of [graphs.production, graphs.alice]) {
      const files = all(graph, "aws:s3/bucketObjectv2:BucketObjectv2")
        .filter(({ name }) => name.startsWith("Asset-"))
        .map(({ urn }) => urn);
      expect(files.length).toBeGreaterThan(3);
      const { dependencies } = one(graph, FUNCTION, "PagesFunction");
      expect(files.filter((urn) => !dependencies.includes(urn))).toEqual([]);
    }
  });

  describe("the permissions", () => {
    const actions = (graph: Stages["alice"], name: string) =>
      statements(graph, name)
        .flatMap(({ Action }) => flat(Action))
        .sort();

    it("contain no wildcard, except for the streams of the function's own log and the objects of one folder", () => {
      for (const stage of ["production", "staging", "alice"] as const) {
        for (const name of FUNCTIONS) {
          for (const { Action, Resource } of statements(graphs[stage], name)) {
            expect(flat(Action).filter((action) => action.includes("*"))).toEqual([]);
            // X-Ray knows no smaller permission.
            if (flat(Action).every((action) => action.startsWith("xray:Put"))) continue;
            for (const resource of flat(Resource)) {
              const all = /(:log-group:[^*]+:|:s3:::[^*]+\/(uploads|images)\/)\*$/;
              expect(resource.replace(all, "$1")).not.toContain("*");
            }
          }
          expect(managedPolicies(graphs[stage], name)).toEqual([]);
        }
      }
    });

    it("belong to roles that only Lambda may assume", () => {
      for (const stage of ["production", "staging", "alice"] as const) {
        for (const name of FUNCTIONS) {
          const { assumeRolePolicy } = one<{ assumeRolePolicy: string | object }>(
            graphs[stage],
            "aws:iam/role:Role",
            `${name}Role`,
          ).inputs;
          const policy =
            typeof assumeRolePolicy === "string" ? JSON.parse(assumeRolePolicy) : assumeRolePolicy;
          expect(policy.Statement).toHaveLength(1);
          expect(policy.Statement[0].Principal).toEqual({ Service: "lambda.amazonaws.com" });
        }
      }
    });

    it("of Api are exactly the operations that its code sends", () => {
      const code = ["dynamo.ts", "dynamo.write.ts"]
        .map((file) => readFileSync(`${root}packages/core/src/aws/${file}`, "utf8"))
        .join("\n");
      const sent = [...code.matchAll(/new (\w+)Command\(/g)].map(([, name]) => `dynamodb:${name}`);
      expect(sent.length).toBeGreaterThan(5);
      // A transaction needs the permissions of its operations: here, PutItem.
      expect(sent.splice(sent.indexOf("dynamodb:TransactWriteItems"), 1)).toHaveLength(1);
      const granted = actions(graphs.production, "Api").filter((action) =>
        /^(dynamodb|rds-data):/.test(action),
      );
      expect([...new Set(granted)]).toEqual([...new Set([...sent, "rds-data:ExecuteStatement"])].sort());
    });

    /** The secrets that a function may read: `master`, or the name of a role. */
    const secretsOf = (graph: Stages["alice"], name: string) =>
      statements(graph, name).flatMap(({ Action, Resource }) => {
        if (!flat(Action).some((action) => action.startsWith("secretsmanager:"))) return [];
        expect(flat(Action)).toEqual(["secretsmanager:GetSecretValue"]);
        return flat(Resource).map((arn) => {
          const [, role] = /:secret:(?:rds!Cluster|[\w-]+-Database([A-Z]\w+)-\d+-\w+)$/.exec(arn) ?? [
            arn,
            arn,
          ];
          return role?.toLowerCase() ?? "master";
        });
      });

    it("let each function read the secret of the database role that its code names, and Migrate alone the master user's", async () => {
      const code = (name: string) => {
        const { source } = functions[name.toLowerCase() as keyof typeof functions];
        const file = source.replace(/^(shop\/api|admin\/admin|pages\/pages)$/, (api) =>
          api.replace(/\w+$/, "app"),
        );
        return readFileSync(`${root}packages/functions/src/${file}.ts`, "utf8");
      };
      for (const stage of ["production", "staging", "alice"] as const) {
        const { oldReleaseUsesMaster } = await settingsOf(graphs[stage]);
        for (const name of FUNCTIONS) {
          const [, role] = /(?:createApp\(|envelope\(|databaseRole: )"(\w+)"/.exec(code(name)) ?? [];
          const own = oldReleaseUsesMaster ? [role, "master"] : [role];
          const needed = name === "Migrate" ? ["master", ...databaseRoles] : own;
          expect([name, ...secretsOf(graphs[stage], name)]).toEqual([name, ...needed]);
        }
      }
      expect(secretsOf(graphs.production, "Api")[0]).toBe("app");
      expect(secretsOf(graphs.production, "Admin")[0]).toBe("admin");
    });

    it("allow only the needed operations on each table", () => {
      const onTables = (name: string) =>
        statements(graphs.production, name).flatMap(({ Action, Resource }) =>
          flat(Resource).flatMap((resource) => {
            const [, table] = /:table\/.*-(\w+)Table-/.exec(resource) ?? [];
            return table ? flat(Action).map((action) => action.replace("dynamodb:", `${table} `)) : [];
          }),
        );
      const needed = (operations: Record<string, string>) =>
        Object.entries(operations).flatMap(([table, names]) =>
          names.split(" ").map((name) => `${table} ${name}`),
        );
      const api = {
        Sessions: "BatchGetItem BatchWriteItem DeleteItem PutItem Query UpdateItem",
        Carts: "BatchGetItem BatchWriteItem GetItem PutItem",
        Attempts: "BatchGetItem BatchWriteItem PutItem UpdateItem",
        Cache: "BatchGetItem BatchWriteItem PutItem",
      };
      const worker = { Carts: "BatchGetItem BatchWriteItem PutItem", Sessions: "BatchWriteItem Query" };
      expect(onTables("Api").sort()).toEqual(needed(api).sort());
      expect(onTables("Worker").sort()).toEqual(needed(worker).sort());
      expect(onTables("Payments").sort()).toEqual(
        needed({ Carts: "BatchGetItem", Sessions: "BatchGetItem UpdateItem" }).sort(),
      );
      expect(onTables("Orders").sort()).toEqual(
        needed({
          Carts: "BatchGetItem GetItem PutItem",
          Sessions: "BatchGetItem PutItem UpdateItem",
        }).sort(),
      );
      expect(onTables("Admin")).toEqual(["Cache BatchWriteItem"]);
      expect(onTables("Pages").sort()).toEqual(["Cache BatchGetItem", "Cache BatchWriteItem"]);
      for (const name of ["Migrate", "Sweep"]) expect(onTables(name)).toEqual([]);
    });

    it("let requests and Sweep send events, and Worker alone receive them", () => {
      const onQueues = (graph: Stages["alice"], name: string) =>
        statements(graph, name).flatMap(({ Action, Resource }) =>
          flat(Resource).flatMap((resource) => {
            const [, queue] = /:sqs:.*-(\w+)-\d+$/.exec(resource) ?? [];
            return queue ? flat(Action).map((action) => `${queue.replace(/-.*/, "")} ${action}`) : [];
          }),
        );
      for (const stage of ["production", "staging", "alice"] as const) {
        for (const name of ["Admin", "Api", "Orders", "Payments", "Sweep"])
          expect(onQueues(graphs[stage], name)).toEqual([
            expect.stringMatching(/^Events.* sqs:SendMessage$/),
          ]);
        const received = onQueues(graphs[stage], "Worker").map((one) => one.split(" ")[1]);
        expect(received.sort()).toEqual([
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:ReceiveMessage",
        ]);
        for (const name of ["Migrate", "Pages"]) expect(onQueues(graphs[stage], name)).toEqual([]);
      }
    });

    it("of Migrate, Sweep and Worker are those of their work", () => {
      const log = ["logs:CreateLogStream", "logs:PutLogEvents"];
      expect(actions(graphs.production, "Migrate")).toEqual([
        ...log,
        "rds-data:BeginTransaction",
        "rds-data:CommitTransaction",
        "rds-data:ExecuteStatement",
        "rds-data:RollbackTransaction",
        "secretsmanager:GetSecretValue",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ]);
      for (const name of ["Sweep", "Worker"]) {
        const granted = new Set(actions(graphs.production, name));
        expect(granted.has("dynamodb:DeleteItem")).toBe(false);
        expect(granted.has("rds-data:BeginTransaction")).toBe(false);
      }
    });

    it("on the bucket: Admin signs uploads, Worker converts them, and nobody does more", () => {
      const onObjects = (name: string) =>
        statements(graphs.production, name).flatMap(({ Action, Resource }) =>
          flat(Resource).flatMap((resource) => {
            const [, folder] = /^arn:aws:s3:::[^/]+\/(.*)$/.exec(resource) ?? [];
            return folder ? flat(Action).map((action) => `${action} ${folder}`) : [];
          }),
        );
      expect(onObjects("Admin")).toEqual(["s3:PutObject uploads/*"]);
      expect(onObjects("Worker").sort()).toEqual([
        "s3:DeleteObject uploads/*",
        "s3:GetObject uploads/*",
        "s3:PutObject images/*",
      ]);
      for (const name of FUNCTIONS.filter((name) => !["Admin", "Worker"].includes(name)))
        expect([name, onObjects(name)]).toEqual([name, []]);
    });

    it("name only tables, queue, database, secret, images and logs", () => {
      for (const name of FUNCTIONS) {
        for (const { Action, Resource } of statements(graphs.production, name)) {
          if (flat(Action).every((action) => action.startsWith("xray:Put"))) continue;
          for (const resource of flat(Resource))
            expect(resource).toMatch(/^arn:aws:(dynamodb|sqs|rds|secretsmanager|s3|logs):/);
        }
      }
    });

    it("come without a password, secret or database address in the environment", () => {
      for (const graph of Object.values(graphs)) {
        for (const { name, inputs } of all<{ environment?: { variables: Record<string, string> } }>(
          graph,
          FUNCTION,
        )) {
          const variables = JSON.stringify(inputs.environment?.variables ?? {});
          expect([name, /password|mock-secret|postgres(ql)?:\/\//i.test(variables)]).toEqual([name, false]);
        }
      }
    });
  });

  describe("payments", () => {
    it("accept Stripe's live keys in production only, and test keys elsewhere", async () => {
      const deploy = (stage: string, key: string) =>
        graphOf(stage, {
          secrets: { StripeSecretKey: key, StripePublishableKey: key.replace("sk_", "pk_") },
        });
      await expect(deploy("production", "sk_test_1")).rejects.toThrow(/needs Stripe's live keys/);
      await expect(deploy("alice", "sk_live_1")).rejects.toThrow(/needs Stripe's test keys/);
      await expect(deploy("alice", "hello")).rejects.toThrow(/is no key of Stripe/);
      await expect(deploy("production", "sk_live_1")).resolves.toBeTruthy();
    });
  });

  describe("mail", () => {
    const mailsOf = (graph: Stages["alice"], name: string) =>
      statements(graph, name).filter(({ Action }) =>
        flat(Action).some((action) => action.startsWith("ses:")),
      );

    it("without a sender is logged: nothing may be sent, and a deploy says so", async () => {
      const { production } = graphs;
      for (const name of FUNCTIONS) expect(mailsOf(production, name)).toEqual([]);
      expect(production.links.Mail).toMatchObject({ from: "", configurationSet: "" });
      expect(all(production, "aws:sesv2/configurationSet:ConfigurationSet")).toEqual([]);
      expect(JSON.stringify(production.outputs)).toContain("MAIL_SENDER is not set");
    });

    it("is sent by Worker only, and from the sender's address only", async () => {
      const graph = await configured();
      for (const name of FUNCTIONS) expect(mailsOf(graph, name)).toHaveLength(name === "Worker" ? 1 : 0);
      const [statement] = mailsOf(graph, "Worker");
      expect(flat(statement?.Action ?? [])).toEqual(["ses:SendEmail"]);
      expect(flat(statement?.Resource ?? []).map((arn) => arn.split(":").at(-1))).toEqual([
        "identity/shop@example.com",
        "identity/example.com",
        "configuration-set/myclothes-production",
      ]);
      expect(JSON.stringify(statement)).toContain('"ses:FromAddress":');
      expect(graph.links.Mail).toMatchObject({
        from: "shop@example.com",
        configurationSet: "myclothes-production",
      });
    });

    it("that bounces is reported to Feedback, for this stage only", async () => {
      const graph = await configured();
      const { eventPattern } = one<{ eventPattern: string }>(
        graph,
        "aws:cloudwatch/eventRule:EventRule",
      ).inputs;
      expect(JSON.parse(eventPattern)).toEqual({
        source: ["aws.ses"],
        detail: {
          eventType: ["Bounce", "Complaint"],
          mail: { tags: { "ses:configuration-set": ["myclothes-production"] } },
        },
      });
      const { arn } = one<{ arn: string }>(graph, "aws:cloudwatch/eventTarget:EventTarget").inputs;
      expect(arn).toContain("Feedback");
      const { eventDestination } = one<{ eventDestination: { matchingEventTypes: string[] } }>(
        graph,
        "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination",
      ).inputs;
      expect(eventDestination.matchingEventTypes).toEqual(["BOUNCE", "COMPLAINT"]);
    });
  });

  describe("migrations", () => {
    it("run during the deploy, again when one is added, before the code that needs them", () => {
      for (const stage of ["production", "staging", "alice"] as const) {
        const graph = graphs[stage];
        const invocation = one<{ functionName: string; input: string }>(
          graph,
          "aws:lambda/invocation:Invocation",
        );
        expect(JSON.parse(invocation.inputs.input).migrations).toMatch(/^[0-9a-f]{64}$/);
        expect(invocation.inputs.functionName).toContain("Migrate");
        const before = [
          "aws:rds/clusterInstance:ClusterInstance",
          "aws:secretsmanager/secretVersion:SecretVersion",
        ];
        for (const { urn } of before.flatMap((type) => all(graph, type))) {
          expect(invocation.dependencies).toContain(urn);
        }
        for (const name of FUNCTIONS.filter((name) => name !== "Migrate")) {
          expect(dependsOn(graph, one(graph, FUNCTION, `${name}Function`).urn, invocation.urn)).toBe(true);
        }
      }
    });

    it("run again for another password, which no output and no function's environment contains", () => {
      for (const graph of Object.values(graphs)) {
        const versions = all<{ secretString: string }>(
          graph,
          "aws:secretsmanager/secretVersion:SecretVersion",
        );
        const users = versions.map(({ inputs }) => JSON.parse(inputs.secretString).username).sort();
        expect(users).toEqual(databaseRoles.map(roleName).sort());
        for (const { secrets } of versions) expect(secrets).toEqual(["secretString"]);
        expect(JSON.stringify([graph.outputs, graph.links.Database])).not.toContain("xxxx");
      }
      const { input } = one<{ input: string }>(graphs.production, "aws:lambda/invocation:Invocation").inputs;
      expect(JSON.parse(input).logins).toHaveLength(databaseRoles.length);
    });

    it("do not run in live mode, where the developer's machine would be the function", () => {
      expect(all(graphs.dev, "aws:lambda/invocation:Invocation")).toEqual([]);
    });

    function dependsOn(graph: Stages["alice"], urn: string, on: string): boolean {
      const resource = graph.resources.find((one) => one.urn === urn);
      if (!resource) return false;
      if (resource.dependencies.includes(on)) return true;
      return resource.parent !== undefined && dependsOn(graph, resource.parent, on);
    }
  });

  describe("Sweep", () => {
    const SCHEDULE = "aws:scheduler/schedule:Schedule";
    it("runs every minute in a permanent stage, and never in a developer's", () => {
      for (const stage of ["production", "staging"] as const) {
        const schedules = all<{
          scheduleExpression: string;
          target: { arn: string; deadLetterConfig: { arn: string } };
        }>(graphs[stage], SCHEDULE);
        const called = schedules.map(({ inputs }) => /(Payments|Sweep)/.exec(inputs.target.arn)?.[0]);
        expect(called.sort()).toEqual(["Payments", "Sweep"]);
        for (const { inputs } of schedules) {
          expect(inputs.scheduleExpression).toBe("rate(1 minute)");
          expect(inputs.target.deadLetterConfig.arn).toContain("DeadLetters");
        }
      }
      for (const stage of ["alice", "dev"] as const) expect(all(graphs[stage], SCHEDULE)).toEqual([]);
    });

    it("keeps failed calls for 14 days, encrypted", () => {
      expect(one(graphs.production, "aws:sqs/queue:Queue", "DeadLetters").inputs).toMatchObject({
        messageRetentionSeconds: 14 * 86_400,
        sqsManagedSseEnabled: true,
      });
    });
  });

  describe("Worker", () => {
    const QUEUE = "aws:sqs/queue:Queue";
    const everyStage = () => [graphs.production, graphs.staging, graphs.alice];
    interface Mapping {
      eventSourceArn: string;
      functionName: string;
      batchSize: number;
      functionResponseTypes: string[];
      scalingConfig: { maximumConcurrency: number };
    }
    const mapping = (graph: Stages["alice"]) =>
      one<Mapping>(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").inputs;

    it("gets the events in batches, reports which have failed, and leaves the database to the shoppers", async () => {
      for (const graph of everyStage()) {
        const { eventSourceArn, functionName, ...rest } = mapping(graph);
        expect([eventSourceArn, functionName]).toEqual([
          expect.stringMatching(/:sqs:.*:.*Events/),
          expect.stringContaining("WorkerFunction"),
        ]);
        expect(rest).toMatchObject({ batchSize: 10, functionResponseTypes: ["ReportBatchItemFailures"] });
        const { maximumConcurrency } = rest.scalingConfig;
        expect(maximumConcurrency).toBe((await settingsOf(graph)).workers);
        // Lambda refuses other values.
        expect(maximumConcurrency >= 2 && maximumConcurrency <= 1_000).toBe(true);
      }
      const most = (graph: Stages["alice"]) => mapping(graph).scalingConfig.maximumConcurrency;
      expect(most(graphs.alice)).toBeLessThan(most(graphs.production));
    });

    it("has six times its time-out to handle a message, five times, before it goes to the dead-letter queue", () => {
      for (const graph of everyStage()) {
        const { timeout } = one<{ timeout: number }>(graph, FUNCTION, "WorkerFunction").inputs;
        const { visibilityTimeoutSeconds, redrivePolicy } = one<{
          visibilityTimeoutSeconds: number;
          redrivePolicy: string;
        }>(graph, QUEUE, "Events").inputs;
        expect(visibilityTimeoutSeconds).toBe(6 * timeout);
        expect(JSON.parse(redrivePolicy)).toEqual({
          deadLetterTargetArn: expect.stringContaining("DeadEvents"),
          maxReceiveCount: 5,
        });
        expect(one(graph, QUEUE, "DeadEvents").inputs.messageRetentionSeconds).toBe(14 * 86_400);
      }
    });

    it("has queues that are encrypted and refuse requests without TLS", () => {
      for (const graph of everyStage()) {
        for (const { name } of all(graph, QUEUE)) {
          expect(one(graph, QUEUE, name).inputs.sqsManagedSseEnabled).toBe(true);
          const { policy } = one<{ policy: string }>(
            graph,
            "aws:sqs/queuePolicy:QueuePolicy",
            `${name}Policy`,
          ).inputs;
          const [{ Effect, Action, Condition }] = JSON.parse(policy).Statement;
          expect([Effect, flat(Action), flat(Condition.Bool["aws:SecureTransport"])]).toEqual([
            "Deny",
            ["sqs:*"],
            ["false"],
          ]);
        }
      }
    });

    it("lets the bucket of images, and no other, tell of uploads, as soon as it may", () => {
      for (const graph of Object.values(graphs)) {
        const POLICY = "aws:sqs/queuePolicy:QueuePolicy";
        const allowed = (name: string) =>
          JSON.parse(one<{ policy: string }>(graph, POLICY, name).inputs.policy).Statement.slice(1);
        expect(allowed("DeadEventsPolicy")).toEqual([]);
        const [tell, ...others] = allowed("EventsPolicy");
        expect(others).toEqual([]);
        expect([tell.Principal, flat(tell.Action)]).toEqual([
          { Service: ["s3.amazonaws.com"] },
          ["sqs:SendMessage"],
        ]);
        expect(tell.Condition.ArnEquals["aws:SourceArn"]).toEqual([
          expect.stringMatching(/^arn:aws:s3:::.*[Ii]mages/),
        ]);
        expect(tell.Condition.StringEquals["aws:SourceAccount"]).toEqual([expect.stringMatching(/^\d{12}$/)]);
        const told = one<{ queues: object[] }>(graph, "aws:s3/bucketNotification:BucketNotification");
        expect(told.inputs.queues).toEqual([
          expect.objectContaining({ events: ["s3:ObjectCreated:*"], filterPrefix: "uploads/" }),
        ]);
        expect(told.dependencies).toContain(one(graph, POLICY, "EventsPolicy").urn);
      }
    });
  });

  it("has the same resources in live mode, with functions that forward to the developer's machine", () => {
    const types = (graph: Stages["alice"]) => new Set(graph.resources.map(({ type }) => type));
    expect(one(graphs.dev, FUNCTION, "ApiFunction").inputs).toMatchObject({ runtime: "provided.al2023" });
    for (const type of types(graphs.alice)) {
      if (!type.startsWith("aws:lambda/invocation")) expect(types(graphs.dev)).toContain(type);
    }
  });

  it("refuses live mode in a permanent stage", async () => {
    await Promise.all(
      ["production", "staging"].map((stage) =>
        expect(graphOf(stage, { dev: true })).rejects.toThrow("is permanent"),
      ),
    );
  });

  it("treats a stage of any other name as a developer's", async () => {
    expect((await readApp(root, "pr-1")).protect).toBe(false);
  });
});
