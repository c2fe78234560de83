import { createServer, type Server } from "node:https";
import type { AddressInfo, LookupFunction } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { lookupPublic, post } from "../../../packages/core/src/webhook/post.ts";
import { cert, key } from "./certificate.ts";

/** Stands for the public address of the receiver. */
const toThisMachine: LookupFunction = (_, options, callback) =>
  options.all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4);

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Handler = Parameters<typeof createServer>[1];
async function receiver(handler: Handler): Promise<URL> {
  server = createServer({ cert, key }, handler);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return new URL(`https://hooks.example.test:${(server.address() as AddressInfo).port}/in`);
}

const send = (url: URL, resolve: LookupFunction = toThisMachine, timeoutMs = 60_000) =>
  post(
    url,
    { body: '{"type":"order.placed"}', headers: { "webhook-id": "evt_1" }, timeoutMs, ca: cert },
    resolve,
  );

describe("a delivery", () => {
  it("returns the status and the beginning of the answer", async () => {
    const url = await receiver((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () =>
        response.writeHead(202).end(`${request.method} ${request.headers["webhook-id"]} ${body}\u0000`),
      );
    });
    expect(await send(url)).toEqual({ status: 202, response: 'POST evt_1 {"type":"order.placed"}' });
  });

  it("reads only the beginning of an endless answer", async () => {
    const url = await receiver((_, response) => {
      response.writeHead(200);
      const more = () => response.write("x".repeat(10_000), () => setImmediate(more));
      more();
    });
    expect((await send(url)).response).toHaveLength(1_000);
  });

  it("does not follow a redirect", async () => {
    const paths: unknown[] = [];
    const url = await receiver((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: "https://169.254.169.254/" }).end();
    });
    expect((await send(url)).status).toBe(307);
    expect(paths).toEqual(["/in"]);
  });

  it("gives up on an endpoint that does not answer", async () => {
    const url = await receiver(() => {});
    expect(await send(url, toThisMachine, 200)).toEqual({
      status: undefined,
      response: "There was no answer within 0.2 s",
    });
  });

  it("returns the reason if the certificate is not trusted", async () => {
    const url = await receiver((_, response) => response.end());
    const answer = await post(url, { body: "", headers: {}, timeoutMs: 60_000 }, toThisMachine);
    expect(answer).toMatchObject({ status: undefined, response: expect.stringContaining("self-signed") });
  });
});

describe("never calls", () => {
  let called = false;
  const target = async () => {
    called = false;
    const url = await receiver((_, response) => {
      called = true;
      response.end();
    });
    return url.port;
  };

  it.each(["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "localhost"])(
    "%s",
    async (host) => {
      const port = await target();
      const answer = await post(new URL(`https://${host}:${port}/`), {
        body: "",
        headers: {},
        timeoutMs: 60_000,
        ca: cert,
      });
      expect(answer).toMatchObject({
        status: undefined,
        response: expect.stringContaining("is not a public address"),
      });
      expect(called).toBe(false);
    },
  );

  it("a plain address without TLS", async () => {
    const answer = await post(new URL("http://example.com/"), { body: "", headers: {}, timeoutMs: 60_000 });
    expect(answer).toEqual({ status: undefined, response: "The address does not begin with https://" });
  });
});

it("resolves localhost to nothing, because its address is private", async () => {
  const error = await new Promise((resolve) => lookupPublic("localhost", {}, resolve));
  expect(String(error)).toContain("is not a public address");
});
