import { afterEach, describe, expect, it } from "vitest";
import { cacheable, cacheOf, closeEdges, echo, edge, LIST } from "../fixtures/cdn.ts";

afterEach(closeEdges);

describe("a public read", () => {
  it("costs one call while it is fresh, and has an age", async () => {
    const { get, calls, pass } = await edge(echo);
    const first = await get(LIST);
    expect(cacheOf(first)).toEqual(["Miss", undefined]);
    pass(29.9);
    const second = await get(LIST);
    expect(cacheOf(second)).toEqual(["Hit", "29"]);
    expect([second.status, second.text]).toEqual([200, first.text]);
    for (const { headers } of [first, second]) expect(headers.date).toBe("Sat, 21 Nov 2026 12:00:00 GMT");
    expect(second.headers["content-type"]).toBe("text/plain");
    expect(calls).toHaveLength(1);
    pass(0.1);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
    expect(calls).toHaveLength(2);
  });

  it("is cached by its path and whole query string, in any order of its parameters", async () => {
    const { get, calls } = await edge(echo);
    const queries = ["", "?limit=2&q=a%20b", "?q=a+b", "?q=A", "?q=a&q=b", "?utm=x", "?q="];
    const targets = [LIST, "/v1/products/x", "/v1/products/X"].flatMap((path) =>
      queries.map((query) => path + query),
    );
    for (const [i, target] of targets.entries()) {
      const shown = target.includes("?") ? target : `${target}?`;
      for (const state of ["Miss", "Hit"]) {
        const answer = await get(target);
        expect([cacheOf(answer)[0], answer.text, calls.length]).toEqual([state, shown, i + 1]);
      }
    }
    for (const order of ["?q=a%20b&limit=2", "?limit=2&&q=a%20b&"]) {
      expect(cacheOf(await get(LIST + order))[0]).toBe("Hit");
    }
    expect(calls).toHaveLength(targets.length);
  });

  it("reaches the shop without anything personal", async () => {
    const { get, calls } = await edge(echo);
    const secret = "told-nobody";
    const names = [
      "cookie",
      "authorization",
      "x-request-id",
      "user-agent",
      "referer",
      "accept-language",
      "range",
    ];
    await get(LIST, {
      headers: { ...Object.fromEntries(names.map((name) => [name, secret])), "x-forwarded-for": "10.0.0.1" },
    });
    const [event] = calls;
    expect(JSON.stringify(event)).not.toContain(secret);
    expect(event).not.toHaveProperty("cookies");
    expect(event?.headers).toEqual({
      host: "localhost",
      "user-agent": "Amazon CloudFront",
      via: "1.1 edge",
      "x-amz-cf-id": event?.requestContext.requestId,
      "x-forwarded-for": expect.stringMatching(/^10\.0\.0\.1, (127\.0\.0\.1|::1), 198\.51\.100\.1$/),
      "x-forwarded-proto": "http",
      "x-shop-edge": "local",
    });
  });

  it("returns 304 when If-None-Match names it, compared weakly, and else 200", async () => {
    const { get, calls } = await edge(() => cacheable("body", { etag: '"one"' }));
    expect((await get(LIST, { headers: { "if-none-match": '"one"' } })).status).toBe(304);
    for (const sent of ['"one"', 'W/"one"', '"other", W/"one"', "*"]) {
      const answer = await get(LIST, { headers: { "if-none-match": sent } });
      expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, "", '"one"']);
      expect(cacheOf(answer)).toEqual(["Hit", "0"]);
      expect(answer.headers["content-length"]).toBeUndefined();
      expect(answer.headers["cache-control"]).toContain("s-maxage");
    }
    for (const sent of ['"two"', "one", 'W/"On"', ""])
      expect((await get(LIST, { headers: { "if-none-match": sent } })).text).toBe("body");
    expect(calls).toHaveLength(1);
  });

  it("answers HEAD from a cached GET, or loads one", async () => {
    const { get, calls } = await edge(() => cacheable("body"));
    for (const path of [LIST, LIST, "/v1/categories"]) {
      const head = await get(path, { method: "HEAD" });
      expect([head.status, head.text, head.headers["content-length"]]).toEqual([200, "", "4"]);
      expect((await get(path)).text).toBe("body");
    }
    expect(calls.map(({ requestContext }) => requestContext.http.method)).toEqual(["GET", "GET"]);
  });

  it("is refused for another Host and for two Hosts, even when it is cached", async () => {
    const { get, calls } = await edge(echo);
    await get(LIST);
    for (const hosts of [["evil.test"], ["localhost", "evil.test"]]) {
      const answer = await get(LIST, { headers: hosts.flatMap((host) => ["Host", host]) });
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("gateway.unknown_host")]);
    }
    expect(calls).toHaveLength(1);
  });
});

it("makes one call for 50 simultaneous requests", async () => {
  const { get, calls } = await edge(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return cacheable("body", { etag: '"v1"' });
  });
  for (const wave of [1, 2]) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => get(LIST)));
    for (const { status, text } of answers) expect([status, text]).toEqual([200, "body"]);
    expect(calls).toHaveLength(1);
    const states = answers.map(({ headers }) => headers["x-cache"]);
    expect(states.filter((state) => state === "Miss")).toHaveLength(wave === 1 ? 1 : 0);
    expect(new Set(states)).toEqual(new Set(wave === 1 ? ["Miss", "Hit"] : ["Hit"]));
  }
});

it("calls the shop for each waiting request when the shared call fails", async () => {
  let asked = 0;
  const { get } = await edge(async () => {
    const first = asked++ === 0;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return first ? { statusCode: 503, headers: {}, body: "down" } : cacheable("up");
  });
  const answers = await Promise.all(Array.from({ length: 5 }, () => get(LIST)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 503]);
});

it("does not share an answer that is only for when the shop fails", async () => {
  const { get, calls } = await edge(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return cacheable("body", { "cache-control": "s-maxage=0, stale-if-error=60" });
  });
  await Promise.all([1, 2, 3].map(() => get(LIST)));
  expect(calls).toHaveLength(3);
});

it.each([{ entries: 2 }, { bytes: 3_000 }])(
  "caches no more than %j, and removes the oldest first",
  async (limits) => {
    const { get, calls } = await edge(({ rawPath }) => cacheable(rawPath.padEnd(1_000)), limits);
    const read = async (name: string) => (await get(`/v1/products/${name}`)).headers["x-cache"];
    for (const name of ["a", "b", "c"]) expect(await read(name)).toBe("Miss");
    expect([await read("c"), await read("b"), await read("a")]).toEqual(["Hit", "Hit", "Miss"]);
    expect([await read("a"), await read("c"), await read("b")]).toEqual(["Hit", "Hit", "Miss"]);
    expect(calls).toHaveLength(5);
  },
);
