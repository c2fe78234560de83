import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HANG_MS } from "../../support/timeouts.ts";
import { openFront } from "../fixtures/front.ts";

type Front = Awaited<ReturnType<typeof openFront>>;

const files = mkdtempSync(path.join(tmpdir(), "gateway-"));
const uncalled = (name: string) => path.join(files, name);
afterAll(() => rmSync(files, { recursive: true }));

/** Sends bytes as they are, and returns all that comes back. */
async function raw(port: number, bytes: string, host = "127.0.0.1"): Promise<string> {
  const socket = connect(port, host);
  socket.write(bytes);
  return text(socket);
}

function kill(pid: number | undefined) {
  // Process 0 would be all of us.
  if (!pid) throw new Error("there is no such instance");
  process.kill(pid, "SIGKILL");
}

async function refused(response: Response, status: number, code: string) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const problem = (await response.json()) as Record<string, unknown>;
  expect(Object.keys(problem)).toEqual(["type", "title", "status", "code", "detail", "requestId"]);
  expect(problem).toMatchObject({ status, code });
  expect(response.status).toBe(status);
  return problem.detail as string;
}

describe("with three instances", () => {
  let front: Front;
  beforeAll(async () => {
    front = await openFront(3);
  });
  afterAll(() => front.close());

  const servedBy = async () =>
    (await fetch(`${front.url}/`.replace(/\/$/, "/v1/echo"))).headers.get("x-served-by");

  it("lets each instance answer in turn, and x-served-by names it by number and process ID", async () => {
    const all = front.instances.list().map(({ number, pid }) => `${number}-${pid}`);
    const seen = [await servedBy(), await servedBy(), await servedBy(), await servedBy()];
    expect(new Set(seen)).toEqual(new Set(all));
    expect(seen[3]).toBe(seen[0]);
    expect(all.map((name) => name[0])).toEqual(["1", "2", "3"]);
  });

  it("passes the event and the remaining time to the function", async () => {
    const began = Date.now();
    const response = await fetch(`${front.url}/v1/echo?a=1`, { method: "POST", body: "hi" });
    const took = Date.now() - began;
    const { event, left } = (await response.json()) as { event: Record<string, unknown>; left: number };
    expect(event).toMatchObject({ rawPath: "/v1/echo", rawQueryString: "a=1", body: "hi" });
    expect(left).toBeGreaterThanOrEqual(30_000 - took);
    expect(left).toBeLessThanOrEqual(30_000);
  });

  it("listens on both addresses of localhost", async () => {
    const request = "GET /v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    expect(await raw(front.port, request, "127.0.0.1")).toMatch(/^HTTP\/1.1 200 /);
    expect(await raw(front.port, request, "::1")).toMatch(/^HTTP\/1.1 200 /);
  });

  it("sends each cookie in its own header, and no body with a 204", async () => {
    const response = await fetch(`${front.url}/v1/cookies`);
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.has("content-length")).toBe(false);
  });

  it("answers HEAD without a body, and keeps the connection open", async () => {
    const two =
      "HEAD /v1/echo HTTP/1.1\r\nHost: localhost\r\n\r\nGET /v1/cookies HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const answers = await raw(front.port, two);
    expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 204"]);
    expect(answers).not.toContain("rawPath");
  });

  it("serves pictures with a long cache lifetime", async () => {
    const picture = await fetch(`${front.url}/images/shirt.svg`);
    expect(await picture.text()).toBe("<svg/>");
    expect(picture.headers.get("content-type")).toBe("image/svg+xml");
    expect(picture.headers.get("cache-control")).toContain("max-age=31536000");
    await refused(await fetch(`${front.url}/images/none.svg`), 404, "gateway.not_found");
  });

  it("returns 500 when the function throws, or when its answer cannot be sent", async () => {
    await refused(await fetch(`${front.url}/v1/throw`), 500, "gateway.function_error");
    await refused(await fetch(`${front.url}/v1/broken`), 500, "gateway.function_error");
    await refused(await fetch(`${front.url}/v1/bad-header`), 500, "gateway.function_error");
    await expect.poll(front.printed).toContain("thrown on purpose");
  });

  it("refuses large headers with 431, large bodies with 413 and undecodable paths with 400, as AWS does", async () => {
    const large = { "x-large": "x".repeat(10_240) };
    await refused(await fetch(`${front.url}/v1/echo`, { headers: large }), 431, "gateway.header_too_large");
    const body = new Uint8Array(6 * 1024 * 1024 + 1);
    await refused(
      await fetch(`${front.url}/v1/echo`, { method: "POST", body }),
      413,
      "gateway.body_too_large",
    );
    await refused(await fetch(`${front.url}/%ff`), 400, "gateway.bad_request");
  });

  it("returns 404 for an ambiguous path, as the edge does, without calling the function", async () => {
    for (const target of [
      "/v1%2Fcart",
      "/v1/cart%2fitems",
      "/v1%5Ccart",
      "/v1/x/%2e%2E/cart",
      "/v1/cart%00",
      "/v1/cart%3Fx",
    ]) {
      const bytes = `POST ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
      const answer = await raw(front.port, bytes);
      expect([target, answer.split(" ")[1]]).toEqual([target, "404"]);
      expect(answer).toContain('"code":"route.unknown"');
    }
  });

  it("accepts a body of 6 MB, Lambda's limit", async () => {
    const body = "x".repeat(6 * 1024 * 1024);
    const headers = { "content-type": "text/plain" };
    const response = await fetch(`${front.url}/v1/echo`, { method: "POST", body, headers });
    const { event } = (await response.json()) as { event: { body: string } };
    expect(event.body.length).toBe(body.length);
  });

  it.each([
    ["bytes that are not HTTP", "hello\r\n\r\n", 400, "gateway.bad_request"],
    [
      "a request without a host",
      "GET /v1/echo HTTP/1.1\r\nConnection: close\r\n\r\n",
      400,
      "gateway.bad_request",
    ],
    [
      "the path *",
      "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      400,
      "gateway.bad_request",
    ],
    [
      "the method TRACE",
      "TRACE /v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      403,
      "gateway.not_supported",
    ],
    [
      "a GET with a body",
      "GET /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
      403,
      "gateway.not_supported",
    ],
    [
      "another host's name",
      "GET /v1/echo HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
      403,
      "gateway.unknown_host",
    ],
    [
      "another host's name in the request line",
      "GET http://evil.test/v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      403,
      "gateway.unknown_host",
    ],
    [
      "another host's name in the request line of a public read",
      "GET HTTPS://evil.test/v1/products HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      403,
      "gateway.unknown_host",
    ],
    [
      "an unknown expectation",
      "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\nConnection: close\r\n\r\n",
      417,
      "gateway.expectation_failed",
    ],
    [
      "two hosts",
      "GET /v1/echo HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
      403,
      "gateway.unknown_host",
    ],
  ])("refuses %s", async (_, bytes, status, code) => {
    const [head = "", body = ""] = (await raw(front.port, bytes)).split("\r\n\r\n");
    const length = head.match(/content-length: (\d+)/i)?.[1];
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(Buffer.byteLength(body)).toBe(Number(length));
    expect(JSON.parse(body)).toMatchObject({ status, code });
  });

  it("answers a request that names this host in its request line", async () => {
    const request = "GET http://localhost/v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    expect(await raw(front.port, request)).toMatch(/^HTTP\/1.1 200 /);
  });

  const post = (path: string, rest: string) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${rest}`;
  it.each([
    ["one byte more than Content-Length", [post("/v1/slow", "Content-Length: 2\r\n\r\n{}x")]],
    ["one byte more, which comes later", [post("/v1/slow", "Content-Length: 2\r\n\r\n{}"), "x"]],
    [
      "one byte after the last chunk",
      [post("/v1/slow", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nx")],
    ],
    ["a second request that is not HTTP", [post("/v1/slow", "Content-Length: 2\r\n\r\n{}"), "hello\r\n\r\n"]],
  ])("answers the first request, and then refuses %s", async (_, parts) => {
    const socket = connect(front.port, "127.0.0.1");
    for (const part of parts) {
      socket.write(part);
      await sleep(50);
    }
    const answers = await text(socket);
    expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
    expect(answers).toMatch(/at last[\s\S]+"code":"gateway.bad_request"/);
  });

  it.each(["127.0.0.1", "::1"])("answers on %s a client that has closed its own side", async (host) => {
    const socket = connect(front.port, host);
    socket.end(post("/v1/slow", "Content-Length: 2\r\n\r\n{}"));
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 [\s\S]+at last$/);
  });

  it("refuses a body that ends early, and does not call the function", async () => {
    const socket = connect(front.port, "127.0.0.1");
    socket.end(post("/v1/die", "Content-Length: 5\r\n\r\n{}"));
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 [\s\S]+gateway.bad_request/);
    expect(front.instances.list()).toHaveLength(3);
  });

  it("goes on after a client disconnects in the middle of its body", async () => {
    const socket = connect(front.port, "127.0.0.1");
    socket.write("POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.destroy();
    expect((await fetch(`${front.url}/v1/echo`)).status).toBe(200);
  });
});

describe("when instances die", () => {
  let front: Front;
  beforeAll(async () => {
    // However long a busy machine takes to start the next one.
    front = await openFront(2, { waitMs: HANG_MS });
  });
  afterAll(() => front.close());

  it("replaces a killed instance under the same number", async () => {
    const first = front.instances.list()[0];
    kill(first?.pid);
    await expect
      .poll(() => front.instances.list().find(({ number, pid }) => number === 1 && pid !== first?.pid))
      .toBeTruthy();
    expect(front.instances.list().length).toBe(2);
  });

  it("tries a GET once more on another instance", async () => {
    const file = uncalled("get");
    const response = await fetch(`${front.url}/v1/die?file=${file}`);
    expect([response.status, await response.text()]).toEqual([200, "alive"]);
  });

  it("never repeats a write, and says that it may have been carried out", async () => {
    const file = uncalled("post");
    const response = await fetch(`${front.url}/v1/die?file=${file}`, { method: "POST" });
    const detail = await refused(response, 502, "gateway.instance_lost");
    expect(detail).toContain("may or may not");
    expect(detail).toContain("Idempotency-Key");
  });

  it("returns 502 for a GET when the second instance dies too", async () => {
    await refused(await fetch(`${front.url}/v1/die`), 502, "gateway.instance_lost");
  });

  it("answers every GET while instances are killed one by one", async () => {
    const pids = () => front.instances.list().map(({ pid }) => pid);
    for (let killed = 0; killed < 6; killed++) {
      await expect.poll(() => pids().length).toBe(2);
      const victim = pids()[killed % 2];
      kill(victim);
      const answers = await Promise.all([1, 2, 3, 4].map(() => fetch(`${front.url}/v1/echo`)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      await expect.poll(pids).not.toContain(victim);
    }
  });
});

it.each(["127.0.0.1", "[::1]"])("answers requests in progress on %s when it closes", async (host) => {
  const front = await openFront(1);
  const slow = fetch(`http://${host}:${front.port}/v1/slow`);
  await expect.poll(front.printed).toContain("slow was called");
  await front.close();
  expect(await (await slow).text()).toBe("at last");
  await expect(fetch(`${front.url}/v1/echo`)).rejects.toThrow("fetch failed");
});

it.each([
  ["a head", "POST /v1/echo HTTP/1.1\r\nHost: loc"],
  ["a body", "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n{}"],
])(
  "refuses %s with 408 after the time that the message names",
  async (_, part) => {
    const front = await openFront(1, { receiveMs: 2_000 });
    const since = performance.now();
    const answer = await raw(front.port, part);
    const ms = performance.now() - since;
    expect(answer).toMatch(/^HTTP\/1.1 408 [\s\S]+did not arrive within 2 s\./);
    expect(ms).toBeGreaterThan(1_900);
    // Node looks every half second; the rest is for a busy machine. Its default would make it 30 s.
    expect(ms).toBeLessThan(20_000);
    await front.close();
  },
  60_000,
);

describe("with small limits", () => {
  let front: Front;
  beforeAll(async () => {
    front = await openFront(1, { limitMs: 300, waitMs: 100 });
  });
  afterAll(() => front.close());

  it("returns 504 when no answer comes in time, and replaces the hanging instance", async () => {
    const [before] = front.instances.list();
    const detail = await refused(
      await fetch(`${front.url}/v1/hang`, { method: "POST" }),
      504,
      "gateway.timeout",
    );
    expect(detail).toContain("Idempotency-Key");
    await expect.poll(() => front.instances.list()[0]?.pid ?? before?.pid).not.toBe(before?.pid);
  });

  it("returns 503 with Retry-After while no instance is ready", async () => {
    await front.instances.stop();
    const response = await fetch(`${front.url}/v1/echo`);
    expect(response.headers.get("retry-after")).toBe("1");
    await refused(response, 503, "gateway.no_instance");
  });
});
