import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReloads } from "../../../packages/local/src/gateway/reloads.ts";
import { emulatorUrl } from "../../../packages/local/src/gateway/stripe.ts";
import { openFront } from "../fixtures/front.ts";

type Front = Awaited<ReturnType<typeof openFront>>;

const received: { request: IncomingMessage; body: string }[] = [];
const stripe = createServer(async (request, response) => {
  received.push({ request, body: await text(request) });
  response.writeHead(402, { "content-type": "application/json", "set-cookie": "a=1" }).end('{"error":{}}');
});

describe("the gateway's own routes", () => {
  let front: Front;
  const reloads = createReloads();
  beforeAll(async () => {
    await new Promise<void>((resolve) => stripe.listen(0, "127.0.0.1", resolve));
    const { port } = stripe.address() as AddressInfo;
    front = await openFront(2, {
      own: ({ kill }) => ({ kill, stripeUrl: () => `http://127.0.0.1:${port}`, reloads }),
    });
  });
  afterAll(async () => {
    reloads.close();
    await front.close();
    stripe.close();
  });
  const ask = (target: string, method: string, headers: Record<string, string> = {}, body?: string) =>
    fetch(`${front.url}/__local/${target}`, { method, headers, ...(body !== undefined && { body }) });
  const servedBy = async () => {
    const { headers } = await fetch(`${front.url}/v1/echo`);
    expect(headers.get("x-local-gateway")).toBe("1");
    return headers.get("x-served-by") ?? "";
  };

  it("kill the instance that they name, once, and another takes its place", async () => {
    const name = await servedBy();
    const killed = await ask(`instances/${name}`, "DELETE", {
      "sec-fetch-site": "same-origin",
      origin: front.url,
    });
    expect([killed.status, await killed.text()]).toEqual([204, ""]);
    expect(front.instances.list().map(({ number, pid }) => `${number}-${pid}`)).not.toContain(name);
    expect((await ask(`instances/${name}`, "DELETE")).status).toBe(404);
    await expect.poll(() => front.instances.list()).toHaveLength(2);
    expect(await servedBy()).not.toBe(name);
  });

  it("kill no other process", async () => {
    const [first] = front.instances.list();
    for (const name of [`1-${process.pid}`, "1-0", "1-1", `9-${first?.pid}`, `${first?.pid}`, ""])
      expect([name, (await ask(`instances/${name}`, "DELETE")).status]).toEqual([name, 404]);
    for (const method of ["GET", "POST", "PUT"])
      expect((await ask(`instances/${first?.number}-${first?.pid}`, method)).status).toBe(404);
    expect(front.instances.list()).toContainEqual(first);
  });

  it.each([
    ["a page of another site", { "sec-fetch-site": "cross-site" }],
    ["a page of another port", { "sec-fetch-site": "same-site" }],
    ["a link", { "sec-fetch-site": "none" }],
    ["a page in an old browser", { origin: "http://evil.test" }],
    ["a page of a file", { origin: "null" }],
  ])("refuse %s", async (_, headers) => {
    const [first] = front.instances.list();
    const refused = await ask(`instances/${first?.number}-${first?.pid}`, "DELETE", headers);
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
      403,
      "gateway.cross_site",
    ]);
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    expect((await ask("stripe/v1/payment_methods", "POST", headers)).status).toBe(403);
    expect(front.instances.list()).toContainEqual(first);
  });

  it("allow no preflight of another origin", async () => {
    const asked = { origin: "http://localhost:1", "access-control-request-method": "DELETE" };
    const answer = await ask("instances/1-1", "OPTIONS", asked);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each(["v1/payment_methods", "v1/payment_intents/pi_1/confirm", "_control/objects/pi_1/authenticate"])(
    "send %s on to the emulator of Stripe, and its answer back",
    async (target) => {
      const headers = {
        authorization: "Bearer pk_test",
        "content-type": "text/plain",
        cookie: "b=2",
        "x-other": "1",
      };
      const answer = await ask(`stripe/${target}`, "POST", headers, "a=1");
      expect([answer.status, await answer.text()]).toEqual([402, '{"error":{}}']);
      expect(answer.headers.getSetCookie()).toEqual([]);
      const { request, body } = received.at(-1) ?? {};
      expect([request?.url, request?.method, body]).toEqual([`/${target}`, "POST", "a=1"]);
      expect(request?.headers).toMatchObject({
        authorization: "Bearer pk_test",
        "content-type": "text/plain",
      });
      expect(request?.headers).not.toHaveProperty("cookie");
      expect(request?.headers).not.toHaveProperty("x-other");
    },
  );

  it.each(["v1/refunds", "v1/payment_intents", "_control/faults", "v1/payment_intents/pi_1/confirm/x", ""])(
    "send nothing else on to it: %s",
    async (target) => {
      const before = received.length;
      expect((await ask(`stripe/${target}`, "POST")).status).toBe(404);
      expect((await ask("stripe/v1/payment_methods", "GET")).status).toBe(404);
      expect(received).toHaveLength(before);
    },
  );

  it("tell an open page to load again, by a script that its policy allows", async () => {
    const html = await (await fetch(`${front.url}/page`)).text();
    expect(html).toContain('<script type="module" src="/__local/reload.js"></script></body>');
    const script = await ask("reload.js", "GET");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await script.text()).toContain('EventSource("/__local/reload")');
    const events = await ask("reload", "GET");
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^event: started\ndata: \d+\n\n$/);
    reloads.send();
    expect((await reader?.read())?.value).toBe("event: reload\ndata:\n\n");
    await reader?.cancel();
  });
});

it("a gateway without routes of its own, like AWS, leads them to the pages", async () => {
  const front = await openFront(1);
  const answer = await fetch(`${front.url}/__local/instances/1-1`, { method: "DELETE" });
  expect(((await answer.json()) as { event: { rawPath: string } }).event.rawPath).toBe(
    "/__local/instances/1-1",
  );
  expect((await fetch(`${front.url}/v1/echo`)).headers.get("x-local-gateway")).toBeNull();
  await front.close();
});

it("the emulator of Stripe is one on this machine", () => {
  const at = (host: string) =>
    emulatorUrl({ STRIPE_API_HOST: host, STRIPE_API_PORT: "12", STRIPE_API_PROTOCOL: "http" });
  expect(at("127.0.0.1")).toBe("http://127.0.0.1:12");
  expect([at("api.stripe.com"), at("localhost.evil.test"), emulatorUrl({})]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
