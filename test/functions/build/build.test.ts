import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { links } from "@myclothes/core/links";
import { databaseRoles } from "@myclothes/core/roles";
import { app, info } from "@myclothes/functions/app";
import { build, kilobytes } from "@myclothes/functions/build";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { openapi } from "@myclothes/functions/openapi";
import { ulid } from "ulid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { product, run } from "../../support/products.ts";
import { sqsEvent } from "../../support/worker.ts";

interface Reply {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}
let folder: string;
// Made before the bundle registers schemas of the same names.
const description = openapi(app, info);
let handler: (event: object, context: object) => Promise<Reply>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "function-"));
  const { api } = await build(folder);
  ({ handler } = await import(pathToFileURL(api).href));
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * Calls the handler like API Gateway:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
const invoke = (method: string, path: string, rest: object = {}) =>
  handler(
    {
      version: "2.0",
      routeKey: "$default",
      rawPath: path,
      rawQueryString: "",
      headers: {
        host: "shop.example",
        "content-type": "application/json",
        [EDGE_HEADER]: links.Edge.secrets[0],
      },
      requestContext: { domainName: "shop.example", http: { method, path, sourceIp: "192.0.2.1" } },
      isBase64Encoded: false,
      ...rest,
    },
    {},
  );

it("the Api bundle is at most 440 KB, because its size is its cold start", async () => {
  const file = join(folder, "api", "api.mjs");
  const { size } = await stat(file);
  expect(size).toBeLessThanOrEqual(440 * 1024);
  expect(kilobytes(file)).toBe(size / 1024);
});

it("the Pages bundle is at most 440 KB, and renders a page with the files of the same build", async () => {
  expect((await stat(join(folder, "pages", "pages.mjs"))).size).toBeLessThanOrEqual(440 * 1024);
  const { handler: pages } = await import(pathToFileURL(join(folder, "pages", "pages.mjs")).href);
  const event = {
    rawPath: "/products/linen-camp-collar-shirt",
    headers: { [EDGE_HEADER]: links.Edge.secrets[0] },
    requestContext: { http: { method: "GET" } },
  };
  const { statusCode, headers, body } = await pages(event);
  expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  const { shop } = JSON.parse(await readFile(join(folder, "site", "assets.json"), "utf8"));
  for (const file of [shop.script, ...shop.styles]) {
    expect(body).toContain(file);
    expect((await stat(join(folder, "site", file))).isFile()).toBe(true);
  }
});

it("the bundled migrations run, and do nothing the second time", async () => {
  const { handler: migrate } = await import(pathToFileURL(join(folder, "migrate", "migrate.mjs")).href);
  expect(await migrate()).toEqual({ applied: 0, roles: databaseRoles.length });
});

it("the bundled sweep runs", async () => {
  const { handler: sweep } = await import(pathToFileURL(join(folder, "sweep", "sweep.mjs")).href);
  const done = { removed: expect.any(Number), sent: expect.any(Number), webhooks: expect.any(Number) };
  expect(await sweep()).toEqual(done);
});

it("the bundled Worker handles an event, and reports the message of one that it cannot handle", async () => {
  const { handler: worker } = await import(pathToFileURL(join(folder, "worker", "worker.mjs")).href);
  const [good, bad] = [newId("event", new Date()), newId("event", new Date())];
  const insert = "insert into event (id, name, subject) values (:id, :name, 'ord_none')";
  await run(insert, { id: good, name: "order.placed" });
  await run(insert, { id: bad, name: "order.unknown" });
  const event = sqsEvent([good, bad]);
  event.Records.push({ messageId: "foreign", body: "<xml>", attributes: { ApproximateReceiveCount: "1" } });
  expect(await worker(event)).toEqual({ batchItemFailures: [{ itemIdentifier: bad }] });
  expect(await worker(sqsEvent([good]))).toEqual({ batchItemFailures: [] });
});

it("the bundled Api returns its own description", async () => {
  const { statusCode, headers, body } = await invoke("GET", "/openapi.json");
  expect([statusCode, headers["content-type"]]).toEqual([200, "application/json"]);
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(description)));
});

it("the bundled Api returns a page that shows every route", async () => {
  const { statusCode, headers, body } = await invoke("GET", "/docs");
  expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  for (const path of Object.keys(description.paths)) expect(body).toContain(path);
  expect(body).not.toMatch(/<script[^>]+src=|<link[^>]+href="http/);
});

it("keeps a cart between two events, also when the body is in base64", async () => {
  const { sku } = await product();
  const text = JSON.stringify({ sku, quantity: 2 });
  const first = await invoke("POST", "/v1/cart/items", { body: text });
  expect(first.statusCode).toBe(200);
  expect(first.cookies).toHaveLength(1);
  const cookies = [first.cookies?.[0]?.split(";")[0]];
  const body = Buffer.from(text).toString("base64");
  const second = await invoke("POST", "/v1/cart/items", { cookies, body, isBase64Encoded: true });
  expect(JSON.parse(second.body).itemCount).toBe(4);
});

it("decodes a SKU in a path once, whatever its characters", async () => {
  const [plain = "", ...odd] = (
    await product({
      variants: ["", "#2", " x", "%20x", "+", "é"].map((end) => ({ sku: `TEE-${ulid()}${end}` })),
    })
  ).skus;
  const [first] = (await put(plain, 1)).cookies ?? [];
  const cookies = [first?.split(";")[0]];
  for (const [i, sku] of odd.entries())
    expect([sku, (await put(sku, i + 2, cookies)).statusCode]).toEqual([sku, 200]);
  for (const end of ["#", "#zzz", " ", "%20", "\\", "\0", "%"]) {
    expect([end, (await put(`${plain}${end}`, 9, cookies)).statusCode]).toEqual([end, 404]);
    await invoke("DELETE", `/v1/cart/items/${plain}${end}`, { cookies });
  }
  const { lines } = JSON.parse((await invoke("GET", "/v1/cart", { cookies })).body);
  const quantities = lines.map(({ sku, quantity }: { sku: string; quantity: number }) => [sku, quantity]);
  expect(quantities).toEqual([plain, ...odd].map((sku, i) => [sku, i + 1]));
});

/** API Gateway passes the path decoded. */
const put = (sku: string, quantity: number, cookies?: (string | undefined)[]) =>
  invoke("PUT", `/v1/cart/items/${sku}`, { cookies, body: JSON.stringify({ quantity }) });
