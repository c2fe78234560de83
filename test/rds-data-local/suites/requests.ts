import { request } from "node:http";
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
    expect(await post(url, "/ExecuteSql", "{}")).toMatchObject({
      status: 404,
      type: "UnknownOperationException",
    });
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

  it("resets the connection after SET or BEGIN", async () => {
    await client.execute("set timezone = 'America/Lima'");
    await client.execute("begin");
    const zones = await Promise.all(
      Array.from({ length: 12 }, () => client.row("select current_setting('TimeZone')")),
    );
    expect(new Set(zones.flat())).toEqual(new Set(["UTC"]));
    await client.execute("drop table if exists kept");
    await client.execute("create table kept (a int)");
    await client.execute("rollback");
    expect(await client.row("select count(*) from kept")).toEqual([0]);
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
