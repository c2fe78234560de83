import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createApp } from "../../../packages/functions/src/http/app.ts";
import { startQueue } from "../../../packages/local/src/engines/queue.ts";
import { askApp } from "../../support/client.ts";
import { withRealDeadlines } from "../../support/deadlines.ts";
import { askQueue, takeMessages } from "../../support/worker.ts";

/** An app whose routes record events without a statement. */
const app = createApp("app")
  .post("/none", (c) => c.body(null, 204))
  .post("/events/:count", (c) => {
    const ids = Array.from({ length: Number(c.req.param("count")) }, () => `evt_${crypto.randomUUID()}`);
    c.var.ctx.events.push(...ids);
    return c.json(ids, 201);
  })
  .post("/fails", (c) => {
    c.var.ctx.events.push("evt_never");
    throw new Error("on purpose");
  });
const ask = askApp(app);
/** Sends a request, and returns its answer with the calls to the queue. */
async function send(path: string) {
  const answer = await ask(path, { method: "POST" });
  const calls = answer.headers.get("server-timing")?.match(/sqs\.\w+/g) ?? [];
  return { status: answer.status, calls: calls.length, body: await answer.text() };
}

let queue: Awaited<ReturnType<typeof startQueue>>;
let endpoint: string;
// A queue for this file only, because it takes all messages.
beforeAll(async () => {
  queue = await startQueue();
  endpoint = queue.url;
  process.env.SST_RESOURCE_Queue = JSON.stringify({ url: queue.queueUrl });
});
afterAll(() => queue.stop());
let warn: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  process.env.AWS_ENDPOINT_URL_SQS = endpoint;
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => warn.mockRestore());

/** Puts a server in the place of the queue, until the work is done. */
async function withQueue(
  answer: (response: ServerResponse) => void,
  work: () => Promise<void>,
): Promise<void> {
  const server = createServer((request, response) => {
    request.resume();
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.AWS_ENDPOINT_URL_SQS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await work();
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

it("calls the queue for no request without events, and for none that fails", async () => {
  vi.spyOn(console, "error").mockImplementationOnce(() => {});
  expect(await send("/none")).toMatchObject({ status: 204, calls: 0 });
  expect(await send("/fails")).toMatchObject({ status: 500, calls: 0 });
});

it.each([
  [1, 1],
  [10, 1],
  [23, 3],
])("sends %d events in %d calls", async (events, calls) => {
  const answer = await send(`/events/${events}`);
  expect(answer).toMatchObject({ status: 201, calls });
  expect((await takeMessages()).sort()).toEqual(JSON.parse(answer.body).sort());
  expect(warn).not.toHaveBeenCalled();
});

it("signs the message, which contains the event's ID only", async () => {
  let seen: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    seen = request.headers;
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { QueueUrl, Entries } = JSON.parse(Buffer.concat(chunks).toString());
      expect(QueueUrl).toContain("events");
      expect(Object.keys(JSON.parse(Entries[0].MessageBody))).toEqual(["id"]);
      response.end(JSON.stringify({ Successful: [{ Id: "0" }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.AWS_ENDPOINT_URL_SQS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await send("/events/1");
  server.close();
  expect(seen.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/us-east-1\/sqs\/aws4_request, SignedHeaders=.*host/,
  );
  expect(warn).not.toHaveBeenCalled();
});

it.each<[string, (response: ServerResponse) => void]>([
  ["breaks the connection", (response) => response.socket?.destroy()],
  ["answers 500", (response) => response.writeHead(500).end("<html>")],
  ["answers 403", (response) => response.writeHead(403).end('{"__type":"com.amazon#AccessDenied"}')],
  ["accepts no message", (response) => response.end('{"Failed":[{"Id":"0"}]}')],
  ["answers nonsense", (response) => response.end("<html>")],
])("answers all the same, with one warning, when the queue %s", async (_, answer) => {
  await withQueue(answer, async () => {
    expect((await send("/events/1")).status).toBe(201);
    expect(warn).toHaveBeenCalledOnce();
  });
});

it("does not wait for a queue that does not answer", async () => {
  let aborted = () => {};
  const closed = new Promise<void>((resolve) => {
    aborted = resolve;
  });
  const hang = (response: ServerResponse) => void response.once("close", aborted);
  await withQueue(hang, async () => {
    expect((await withRealDeadlines("sqs", () => send("/events/1"))).status).toBe(201);
    await closed;
    expect(JSON.stringify(warn.mock.calls)).toContain("no answer within 1000 ms");
  });
});

it("sends a message again after a broken connection", async () => {
  let calls = 0;
  const first = (response: ServerResponse) =>
    ++calls === 1 ? void response.socket?.destroy() : void response.end('{"Successful":[{"Id":"0"}]}');
  await withQueue(first, async () => {
    expect((await send("/events/1")).status).toBe(201);
    expect([calls, warn.mock.calls]).toEqual([2, []]);
  });
});

it("uses a queue that moves failing messages to its dead-letter queue", async () => {
  const { Attributes } = await askQueue<{ Attributes: Record<string, string> }>("GetQueueAttributes", {
    AttributeNames: ["All"],
  });
  expect(JSON.parse(Attributes.RedrivePolicy ?? "{}")).toMatchObject({ maxReceiveCount: 5 });
  expect(Attributes.VisibilityTimeout).toBe("180");
});
