import { describe, expect, it } from "vitest";
import { type Fetch, LIMITS, retrying } from "../../packages/client/src/fetch.ts";

const url = "https://shop.example/v1/cart/items";
const quick = { ...LIMITS, pauseMs: 1 };
const json = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": status < 400 ? "application/json" : "application/problem+json", ...headers },
  });

/** Answers by these steps in turn, and keeps what it was sent. */
function scripted(...steps: ((signal: AbortSignal) => Response | Promise<Response>)[]) {
  const sent: { key: string | null; body: string }[] = [];
  const fetch: Fetch = async (request) => {
    sent.push({ key: request.headers.get("idempotency-key"), body: await request.text() });
    const step = steps[Math.min(sent.length, steps.length) - 1];
    if (!step) throw new Error("no step");
    return step(request.signal);
  };
  return { sent, fetch };
}

const disconnected = () => Promise.reject(new TypeError("fetch failed"));
const silent = (signal: AbortSignal) =>
  new Promise<Response>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
const post = (body = "{}", signal?: AbortSignal) =>
  new Request(url, { method: "POST", body, ...(signal && { signal }) });

describe("a request", () => {
  it.each([
    ["a lost connection", disconnected],
    ["503", () => json(503, { code: "service.unavailable" })],
    ["429", () => json(429)],
    ["an error page of the edge", () => new Response("<html>", { status: 502 })],
    ["a firewall's page for too many requests", () => new Response("<html>", { status: 429 })],
    [
      "an answer that is cut off",
      () => new Response(new ReadableStream({ start: (c) => c.error(new Error("cut")) })),
    ],
  ])("is repeated after %s with the same body and the same key", async (name, fault) => {
    const { sent, fetch } = scripted(fault, () => json(200, { ok: true }));
    const response = await retrying(fetch, quick)(post('{"sku":"A"}'));
    expect(await response.json()).toEqual({ ok: true });
    expect(sent.length, name).toBe(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]).toEqual({ key: expect.stringMatching(/^[0-9a-f]{32}$/), body: '{"sku":"A"}' });
  });

  it.each([200, 400, 401, 404, 409, 412, 422, 500])("is not repeated after %i", async (status) => {
    const { sent, fetch } = scripted(() => json(status, { code: "x" }));
    const response = await retrying(fetch, quick)(post());
    expect([response.status, sent.length]).toEqual([status, 1]);
  });

  it.each([
    ["a firewall's page", 403],
    ["a proxy's page", 404],
    ["a network's sign-in page", 200],
    ["a proxy that wants a password", 407],
    ["a web server's page", 500],
  ])("is not repeated after %s", async (_, status) => {
    const html = { "content-type": "text/html" };
    const { sent, fetch } = scripted(() => new Response("<html>", { status, headers: html }));
    const response = await retrying(fetch, quick)(post());
    expect([(await response.json()).code, sent.length]).toEqual(["client.unexpected", 1]);
  });

  it.each([202, 204])("is not repeated after %i without a text", async (status) => {
    const { sent, fetch } = scripted(() => new Response(status === 202 ? "" : null, { status }));
    const response = await retrying(fetch, quick)(post());
    expect([response.status, await response.text(), sent.length]).toEqual([status, "", 1]);
  });

  it("is repeated after 409 with Retry-After, because the first one is still running", async () => {
    const { sent, fetch } = scripted(
      () => json(409, {}, { "retry-after": "0" }),
      () => json(201),
    );
    expect((await retrying(fetch, quick)(post())).status).toBe(201);
    expect(sent).toHaveLength(2);
  });

  it("waits as long as Retry-After says, and returns the answer if that is too long", async () => {
    const { sent, fetch } = scripted(() =>
      json(429, { code: "session.too_many_attempts" }, { "retry-after": "800" }),
    );
    const response = await retrying(fetch, quick)(post());
    expect([response.status, sent.length]).toEqual([429, 1]);
  });

  it("keeps the caller's own key, and reads have none", async () => {
    const { sent, fetch } = scripted(() => json(200));
    const own = new Request(url, { method: "POST", body: "", headers: { "idempotency-key": "mine" } });
    await retrying(fetch, quick)(own);
    await retrying(fetch, quick)(new Request(url));
    expect(sent.map(({ key }) => key)).toEqual(["mine", null]);
  });

  it("ends with a problem that says why there is no answer", async () => {
    const limits = { timeoutMs: 60, tryMs: 20, pauseMs: 1 };
    const offline = await retrying(scripted(disconnected).fetch, limits)(post());
    expect(await offline.json()).toMatchObject({ code: "client.offline", status: 503 });
    const timeout = await retrying(scripted(silent).fetch, limits)(post());
    expect(await timeout.json()).toMatchObject({ code: "client.timeout", status: 504 });
    const page = () => new Response("<html>", { status: 404 });
    const unexpected = await retrying(scripted(page).fetch, limits)(post());
    expect(await unexpected.json()).toMatchObject({ code: "client.unexpected" });
  });

  it("ends at once when its caller aborts, during a try and in a pause", async () => {
    for (const step of [silent, disconnected]) {
      const controller = new AbortController();
      const { fetch } = scripted(step);
      const ended = retrying(fetch, { ...LIMITS, pauseMs: 60_000, timeoutMs: 1_000_000 })(
        post("{}", controller.signal),
      );
      controller.abort(new Error("closed"));
      await expect(ended).rejects.toThrow("closed");
    }
  });
});
