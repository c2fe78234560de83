import { request } from "node:http";
import type { Call } from "rds-data-local";
import { beforeAll, expect, it } from "vitest";
import { type Client, refusal } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

export function requestSuite(engine: Engine): void {
  let client: Client;
  let url: string;
  beforeAll(async () => {
    ({ client, url } = await engine.serve());
  });

  it.each(["select 1; select 2", "create table x (a int); drop table x", "select 1;; select 2"])(
    "takes one statement a call, not: %s",
    async (sql) => {
      await expect(client.execute(sql)).rejects.toEqual(
        refusal("ValidationException", 400, /Multistatements/),
      );
    },
  );

  it("accepts a semicolon at the end, in a string or in a comment", async () => {
    expect(await client.row("select ';' /* ; */ ; -- ; done\n")).toEqual([";"]);
  });

  it("refuses the schema parameter", async () => {
    await expect(client.execute("select 1", [], { schema: "public" })).rejects.toEqual(
      refusal("ValidationException", 400, /schema/),
    );
  });

  it("refuses a statement over 65,536 characters", async () => {
    await expect(client.execute(`select '${"x".repeat(65_536)}'`)).rejects.toEqual(
      refusal("ValidationException", 400, /'sql' failed to satisfy constraint/),
    );
  });

  it("refuses a NUL in the SQL, which would truncate the statement", async () => {
    await expect(client.execute("select 1 \0 from nowhere")).rejects.toEqual(
      refusal("ValidationException", 400),
    );
  });

  it.each([
    ["resourceArn", {}],
    ["secretArn", { resourceArn: "arn:aws:rds:x:0:cluster:local" }],
    [
      "sql",
      { resourceArn: "arn:aws:rds:x:0:cluster:local", secretArn: "arn:aws:secretsmanager:x:0:secret:local" },
    ],
  ])("refuses a request without %s", async (name, body) => {
    const answer = await post(url, "/Execute", JSON.stringify(body));
    expect(answer).toMatchObject({ status: 400, type: "ValidationException" });
    expect(answer.message).toContain(`Value null at '${name}'`);
  });

  it("refuses a request that is not JSON", async () => {
    expect(await post(url, "/Execute", "{")).toMatchObject({ status: 400, type: "SerializationException" });
  });

  it("refuses a request that is not signed", async () => {
    const answer = await post(url, "/Execute", "{}", {});
    expect(answer).toMatchObject({ status: 403, type: "MissingAuthenticationTokenException" });
  });

  it.each(["evil.test", "evil.test:8001", "localhost.evil.test", "127.0.0.1.evil.test:80", "[::2]"])(
    "refuses a web page that has the name %j point at this machine",
    async (host) => {
      const refused = { status: 403, type: "ForbiddenException" };
      expect(await postAs(host, url)).toMatchObject(refused);
    },
  );

  it.each(["localhost", "LOCALHOST:8001", "127.0.0.1:1", "[::1]", "[::1]:8001"])(
    "answers to this machine's name %s, whatever the port",
    async (host) => {
      expect(await postAs(host, url)).toMatchObject({ status: 400, type: "SerializationException" });
    },
  );

  it("refuses an unknown operation", async () => {
    expect(await post(url, "/ExecuteSomething", "{}")).toMatchObject({
      status: 404,
      type: "UnknownOperationException",
    });
  });

  it("answers the retired ExecuteSql as unsupported", async () => {
    expect(await post(url, "/ExecuteSql", "{}")).toEqual({
      status: 400,
      type: "BadRequestException",
      message: "The ExecuteSql operation isn't supported.",
    });
  });

  it("answers to a host name that is allowed", async () => {
    const { url: open } = await engine.serve({}, { allowedHosts: ["Data-Api"] });
    expect(await postAs("data-api:8001", open)).toMatchObject({ type: "SerializationException" });
    expect(await postAs("data-api:8001", url)).toMatchObject({ type: "ForbiddenException" });
  });

  it("tells whether it is ready, without a signature", async () => {
    let isReady = false;
    const { url: starting } = await engine.serve({}, { isReady: () => isReady });
    expect((await fetch(`${starting}/health`)).status).toBe(503);
    isReady = true;
    const answer = await fetch(`${starting}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: "ready" }]);
  });

  it("refuses other clusters and secrets if they are listed", async () => {
    const cluster = "arn:aws:rds:eu-central-1:000000000000:cluster:local";
    const secret = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:local";
    const { client: known } = await engine.serve({}, { clusters: [cluster] });
    expect(await known.row("select 1")).toEqual([1]);
    const { client: other } = await engine.serve({}, { clusters: [`${cluster}-2`] });
    await expect(other.execute("select 1")).rejects.toEqual(
      refusal("HttpEndpointNotEnabledException", 400, /HttpEndpoint is not enabled for cluster local/),
    );
    await expect(other.begin()).rejects.toEqual(refusal("HttpEndpointNotEnabledException", 400));
    const { client: secretive } = await engine.serve({}, { onlyTheseSecrets: true });
    await expect(secretive.execute("select 1")).rejects.toEqual(refusal("SecretsErrorException", 400));
    const { client: admitted } = await engine.serve(
      {},
      { secrets: { [secret]: "none" }, onlyTheseSecrets: true },
    );
    expect(await admitted.row("select 1")).toEqual([1]);
  });

  it("logs each call with its parameters, database and transaction", async () => {
    const calls: Call[] = [];
    const { client: logged } = await engine.serve({}, { log: (call) => calls.push(call) });
    const transactionId = await logged.begin();
    await logged.row("select :n", [{ name: "n", value: { longValue: 7 } }], {
      transactionId,
      database: "shop",
    });
    await logged.rollback(transactionId);
    expect(calls).toMatchObject([
      { operation: "BeginTransaction" },
      {
        operation: "ExecuteStatement",
        sql: "select :n",
        parameters: [{ name: "n", value: { longValue: 7 } }],
        database: "shop",
        transaction: transactionId.slice(0, 8),
      },
      { operation: "RollbackTransaction" },
    ]);
  });

  it("finds the named databases, and no others", async () => {
    const { client: named } = await engine.serve({}, { databases: {} });
    expect(await named.row("select 1")).toEqual([1]);
    const refused = refusal("DatabaseNotFoundException", 404, /Database shop is not found/);
    await expect(named.execute("select 1", [], { database: "shop" })).rejects.toEqual(refused);
    await expect(named.begin("shop")).rejects.toEqual(refused);
  });

  it("refuses a request over 4 MiB, and accepts a slightly smaller one", async () => {
    const body = (bytes: number) => JSON.stringify({ padding: "x".repeat(bytes) });
    expect(await post(url, "/Execute", body(4 * 2 ** 20))).toMatchObject({
      status: 400,
      type: "BadRequestException",
    });
    expect(await post(url, "/Execute", body(4 * 2 ** 20 - 100))).toMatchObject({
      type: "ValidationException",
    });
  });

  it("keeps every digit of a 64-bit integer in requests and answers", async () => {
    const names = {
      resourceArn: "arn:aws:rds:x:0:cluster:local",
      secretArn: "arn:aws:secretsmanager:x:0:secret:local",
    };
    const body = JSON.stringify({
      ...names,
      sql: "select :n, :t",
      parameters: [
        { name: "n", value: { longValue: 0 } },
        { name: "t", value: { stringValue: '"longValue":9007199254740993}' } },
      ],
    });
    const response = await fetch(`${url}/Execute`, {
      method: "POST",
      headers: SIGNED,
      body: body.replace('"longValue":0', '"longValue":9007199254740993'),
    });
    expect(await response.text()).toContain(
      '[{"longValue":9007199254740993},{"stringValue":"\\"longValue\\":9007199254740993}"}]',
    );
  });

  it("survives COPY from a client that cannot send any data", async () => {
    await client.execute("create table if not exists copied (a int)");
    await expect(client.execute("copy copied from stdin")).rejects.toEqual(
      refusal("DatabaseErrorException", 400),
    );
    expect(await client.row("select 1")).toEqual([1]);
  });
}

const SIGNED = { authorization: "AWS4-HMAC-SHA256 Credential=any" };

async function post(url: string, path: string, body: string, headers: Record<string, string> = SIGNED) {
  const response = await fetch(url + path, { method: "POST", body, headers });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, type: response.headers.get("x-amzn-errortype"), message };
}

/** As `post`, under a Host header that fetch would not send. */
function postAs(host: string, url: string): Promise<{ status: number | undefined; type: unknown }> {
  return new Promise((resolve, reject) => {
    const headers = { ...SIGNED, host };
    request(`${url}/Execute`, { method: "POST", headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, type: response.headers["x-amzn-errortype"] });
    })
      .once("error", reject)
      .end("{");
  });
}
