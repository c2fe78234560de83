import { afterEach, describe, expect, it } from "vitest";
import type { EdgeOptions } from "../../../packages/local/src/door/edge.ts";
import type { ApiEvent } from "../../../packages/local/src/door/event.ts";
import { kept, openEdge } from "../fixtures/edge.ts";

type Edge = Awaited<ReturnType<typeof openEdge>>;
const open: Edge[] = [];
afterEach(async () => {
  for (const edge of open.splice(0)) await edge.close();
});
async function edge(handler: (event: ApiEvent) => unknown, limits?: EdgeOptions): Promise<Edge> {
  const opened = await openEdge(handler, limits);
  open.push(opened);
  return opened;
}
const echo = (event: ApiEvent) => kept(`${event.rawPath}?${event.rawQueryString}`);
const cacheOf = ({ headers }: { headers: Record<string, unknown> }) => [headers["x-cache"], headers.age];
const LIST = "/v1/products";

describe("a public read", () => {
  it("costs one call while it is fresh, and tells its age", async () => {
    const { get, calls, pass } = await edge(echo);
    const first = await get(LIST);
    expect(cacheOf(first)).toEqual(["Miss", undefined]);
    pass(29.9);
    const second = await get(LIST);
    expect(cacheOf(second)).toEqual(["Hit", "29"]);
    expect([second.status, second.text, second.headers.date]).toEqual([200, first.text, first.headers.date]);
    expect(second.headers["content-type"]).toBe("text/plain");
    expect(calls).toHaveLength(1);
    pass(0.1);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
    expect(calls).toHaveLength(2);
  });

  it("is told apart by path and by the parameters that the rule names, in any order", async () => {
    const { get, calls } = await edge(echo);
    const same = [
      "?limit=2&q=a%20b",
      "?q=a%20b&limit=2",
      "?utm=x&q=a%20b&limit=2&Q=b&",
      "?limit=2&q=a%20b&%71=c",
    ];
    for (const query of same) expect((await get(LIST + query)).text).toBe(`${LIST}?q=a%20b&limit=2`);
    expect(calls).toHaveLength(1);
    const others = [
      "",
      "?q=a+b&limit=2",
      "?q=a%20b",
      "?q=A%20b&limit=2",
      "?q=a&q=b",
      "?q=b&q=a",
      "?q",
      "?q=",
    ];
    for (const query of others) expect((await get(LIST + query)).text).toBe(`${LIST}${query || "?"}`);
    expect(calls).toHaveLength(1 + others.length);
    for (const path of ["/v1/products/x?q=a", "/v1/products/x?", "/v1/products/x"])
      expect((await get(path)).text).toBe("/v1/products/x?");
    expect((await get("/v1/products/X")).text).toBe("/v1/products/X?");
    expect(calls).toHaveLength(3 + others.length);
  });

  it("asks the shop as nobody in particular", async () => {
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
      "x-forwarded-for": expect.stringMatching(/^10\.0\.0\.1, (127\.0\.0\.1|::1)$/),
      "x-forwarded-proto": "http",
      "x-edge-secret": "local",
    });
  });

  it("is 304 for who holds it, compared weakly, and 200 for others", async () => {
    const { get, calls } = await edge(() => kept("body", { etag: '"one"' }));
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

  it("answers HEAD from the GET that it keeps, or by one", async () => {
    const { get, calls } = await edge(() => kept("body"));
    for (const path of [LIST, LIST, "/v1/categories"]) {
      const head = await get(path, { method: "HEAD" });
      expect([head.status, head.text, head.headers["content-length"]]).toEqual([200, "", "4"]);
      expect((await get(path)).text).toBe("body");
    }
    expect(calls.map(({ requestContext }) => requestContext.http.method)).toEqual(["GET", "GET"]);
  });

  it("is refused to another host's name, and to two, even where it is kept", async () => {
    const { get, calls } = await edge(echo);
    await get(LIST);
    for (const host of ["evil.test", "localhost, evil.test"]) {
      const answer = await get(LIST, { headers: { host } });
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("gateway.unknown_host")]);
    }
    expect(calls).toHaveLength(1);
  });
});

describe("what is stale", () => {
  const policy = (more: string) => ({ "cache-control": `s-maxage=30, ${more}`, etag: '"v1"' });

  it("is shown at once while it is fetched, once, behind the viewer's back", async () => {
    const { get, calls, told, pass } = await edge(() => kept("1", policy("stale-while-revalidate=30")));
    await get(LIST);
    told.handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return kept("2", policy("stale-while-revalidate=30"));
    };
    pass(59);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => get(LIST)));
    for (const answer of answers) expect([...cacheOf(answer), answer.text]).toEqual(["Stale", "59", "1"]);
    await expect.poll(async () => (await get(LIST)).text).toBe("2");
    expect(calls).toHaveLength(2);
    pass(60);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
  });

  it("is shown once more when the shop says that it still holds, with the newer headers", async () => {
    const { get, calls, told, pass } = await edge(() => kept("body", policy("")));
    await get(LIST);
    told.handler = () => ({
      statusCode: 304,
      headers: { ...policy(""), "x-served-by": "2", "content-length": "0" },
    });
    pass(31);
    const answer = await get(LIST);
    expect([...cacheOf(answer), answer.status, answer.text]).toEqual(["RefreshHit", "0", 200, "body"]);
    expect(answer.headers).toMatchObject({
      "x-served-by": "2",
      "content-length": "4",
      "content-type": "text/plain",
    });
    expect(calls[1]?.headers["if-none-match"]).toBe('"v1"');
    pass(29);
    expect(cacheOf(await get(LIST))).toEqual(["Hit", "29"]);
    expect(calls).toHaveLength(2);
  });

  it("is not shown again when the 304 says that it may not be kept", async () => {
    const { get, told, pass } = await edge(() => kept("old", policy("")));
    await get(LIST);
    told.handler = ({ headers }) =>
      headers["if-none-match"]
        ? { statusCode: 304, headers: { "cache-control": "private" }, cookies: ["a=1"] }
        : kept("whole", { "cache-control": "private" });
    pass(31);
    for (const _ of [1, 2]) expect((await get(LIST)).text).toBe("whole");
  });

  it.each([404, 301, 200])("is gone when the shop now says %i, not to be kept", async (statusCode) => {
    const { get, told, pass } = await edge(() => kept("old", policy("stale-if-error=200")));
    await get(LIST);
    told.handler = () => ({ statusCode, headers: { "cache-control": "no-store" }, body: "new" });
    pass(31);
    for (const _ of [1, 2]) expect((await get(LIST)).text).toBe("new");
  });

  it("is shown where the shop fails, as long as it allowed that", async () => {
    const { get, told, pass } = await edge(() => kept("body", policy("stale-if-error=60")));
    await get(LIST);
    const failures = [
      () => ({ statusCode: 503, headers: {}, body: "down" }),
      () => {
        throw new Error("down");
      },
    ];
    for (const failure of failures) {
      pass(31);
      told.handler = failure;
      const answers = await Promise.all([1, 2, 3].map(() => get(LIST)));
      for (const answer of answers)
        expect([answer.headers["x-cache"], answer.text]).toEqual(["Stale", "body"]);
    }
    pass(60);
    expect((await get(LIST)).status).toBe(500);
  });

  it("is not shown where the shop fails and allowed nothing", async () => {
    const { get, told, pass } = await edge(() => kept("body", policy("stale-while-revalidate=30")));
    await get(LIST);
    told.handler = () => ({ statusCode: 503, headers: {}, body: "down" });
    pass(59);
    expect((await get(LIST)).headers["x-cache"]).toBe("Stale");
    pass(1);
    expect((await get(LIST)).status).toBe(503);
    told.handler = () => kept("up again");
    expect((await get(LIST)).text).toBe("up again");
  });

  it("is gone after five minutes, whatever was allowed", async () => {
    const long = "s-maxage=9000, stale-while-revalidate=9000, stale-if-error=9000";
    const { get, calls, pass } = await edge(() => kept("body", { "cache-control": long }));
    await get(LIST);
    pass(299);
    expect(cacheOf(await get(LIST))).toEqual(["Hit", "299"]);
    pass(1);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
    expect(calls).toHaveLength(2);
  });
});

describe("never kept is", () => {
  it.each([
    ["no word about it", { "cache-control": "public" }],
    ["no-store", { "cache-control": "s-maxage=30, No-Store" }],
    ["private", { "cache-control": "Private, s-maxage=30" }],
    ["private for a field", { "cache-control": 's-maxage=30, private="x-name"' }],
    ["no-cache", { "cache-control": "no-cache,s-maxage=30" }],
    ["0 seconds, for all that browsers may", { "cache-control": "s-maxage=0, max-age=30" }],
    ["no number", { "cache-control": "s-maxage=many" }],
    ["another directive's name", { "cache-control": "x-s-maxage=30" }],
    ["a cookie", { "set-cookie": "a=1" }],
    ["a cookie in capitals", { "SET-COOKIE": "a=1" }],
  ])("%s", async (_, headers) => {
    const { get, calls } = await edge(() => kept("body", headers as Record<string, string>));
    for (const _ of [1, 2]) expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
    expect(calls).toHaveLength(2);
  });

  it("an answer with a cookie of its own, though it says s-maxage: nobody else is given it", async () => {
    let shopper = 0;
    const handler = async () => {
      const own = String(++shopper);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { ...kept(own), cookies: [`session=${own}`] };
    };
    const { get, calls } = await edge(handler);
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(LIST)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(20);
    for (const { headers, text } of answers) expect(headers["set-cookie"]).toEqual([`session=${text}`]);
    expect(calls).toHaveLength(20);
  });

  it.each([201, 206, 301, 304, 400, 404, 500, 503])("a %i, whatever it says", async (statusCode) => {
    const { get, calls } = await edge(() => ({ ...kept("body"), statusCode }));
    for (const _ of [1, 2]) {
      const answer = await get(LIST);
      expect([answer.status, answer.headers["x-cache"]]).toEqual([statusCode, "Miss"]);
    }
    expect(calls).toHaveLength(2);
  });

  it("an answer that cannot be sent, or that never came", async () => {
    const { get, told, calls } = await edge(() => kept("body", { "x-bad": "line\nbreak" }));
    for (const _ of [1, 2]) {
      const answer = await get(LIST);
      expect([answer.status, answer.text]).toEqual([500, expect.stringContaining("gateway.function_error")]);
      expect(answer.headers["x-cache"]).toBeUndefined();
    }
    expect((await get("/v1/products/%ff")).text).toContain("gateway.bad_request");
    told.handler = () => kept("body");
    expect((await get(LIST)).text).toBe("body");
    expect(calls).toHaveLength(3);
  });

  it("anything but GET and HEAD, and any path but the public ones: they pass whole", async () => {
    const { get, calls } = await edge(({ headers, cookies }) => kept(JSON.stringify({ headers, cookies })));
    const headers = { cookie: "session=mine", authorization: "Bearer mine", "x-request-id": "mine-mine" };
    const requests = [
      ...["POST", "PUT", "DELETE", "OPTIONS"].map((method) => [method, LIST] as const),
      ...[
        "/v1/cart",
        "/v1/variants/x/availability",
        "/docs",
        "/v1/productsx",
        "/v1/PRODUCTS",
        "/v1/products.css",
      ].map((path) => ["GET", path] as const),
    ];
    for (const [method, path] of requests) {
      for (const _ of [1, 2]) {
        const answer = await get(path, { method, headers });
        expect(answer.headers["x-cache"]).toBe("Pass");
        expect(JSON.parse(answer.text)).toMatchObject({
          headers: { authorization: "Bearer mine", "x-request-id": "mine-mine" },
          cookies: ["session=mine"],
        });
      }
    }
    expect(calls).toHaveLength(requests.length * 2);
    const start = await get("/");
    expect([start.status, start.headers["x-cache"]]).toEqual([302, "Pass"]);
  });
});

it("50 who want the same at once cost one call", async () => {
  const { get, calls } = await edge(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return kept("body", { etag: '"v1"' });
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

it("those who waited for an error ask for themselves", async () => {
  let asked = 0;
  const { get } = await edge(async () => {
    const first = asked++ === 0;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return first ? { statusCode: 503, headers: {}, body: "down" } : kept("up");
  });
  const answers = await Promise.all(Array.from({ length: 5 }, () => get(LIST)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 503]);
});

it.each([{ entries: 2 }, { bytes: 3_000 }])(
  "keeps no more than %j: the oldest goes first",
  async (limits) => {
    const { get, calls } = await edge(({ rawPath }) => kept(rawPath.padEnd(1_000)), limits);
    const read = async (name: string) => (await get(`/v1/products/${name}`)).headers["x-cache"];
    for (const name of ["a", "b", "c"]) expect(await read(name)).toBe("Miss");
    expect([await read("c"), await read("b"), await read("a")]).toEqual(["Hit", "Hit", "Miss"]);
    expect([await read("a"), await read("c"), await read("b")]).toEqual(["Hit", "Hit", "Miss"]);
    expect(calls).toHaveLength(5);
  },
);

describe("path tricks", () => {
  const personal = ["cart", "cart/items/x", "sessions", "customers/me", "orders/x"];
  const tricks = (own: string) => [
    ...[
      "..",
      "%2e%2e",
      ".%2E",
      "x/../..",
      "x%2f..%2f..",
      "..;",
      ".",
      "",
      "%252e%252e",
      "x/%2e%2e/%2e%2e",
    ].map((up) => `/v1/products/${up}/${own}`),
    ...[
      "/v1/products%2f..%2f",
      "/v1/products/..%2f",
      "/v1/products/x%2f..%2f..%2f",
      "/v1/categories/../",
    ].map((before) => before + own),
    ...[
      "/v1/products/..\\",
      "/v1/products\\..\\",
      "//v1/products/../",
      "/V1/",
      "/./v1/",
      "/v1//",
      "//v1/",
    ].map((before) => before + own),
    ...[
      ".",
      "..",
      "/",
      ";x=.css",
      ".css",
      "%00.css",
      "%3f/v1/products",
      "#/v1/products",
      "/../products/x",
    ].map((after) => `/v1/${own}${after}`),
    `/v1/%63${own.slice(1)}`,
    `/v1/${own}?/v1/products/`,
    `/v1/products/;/../../${own}`,
    `http://localhost/v1/products/../${own}`,
    `http://localhost/v1/products?x=/v1/${own}`,
  ];
  const paths = personal.flatMap(tricks);

  it(`nobody is shown another's answer by any of ${paths.length}, though the shop lets all be kept`, async () => {
    // Shows at every path whom it takes the caller for.
    const { get } = await edge(({ cookies, headers }) =>
      kept(`${cookies ?? "nobody"} ${headers.authorization ?? ""}`),
    );
    const own = { cookie: "session=secret", authorization: "Bearer secret" };
    const seen = { Pass: 0, Miss: 0 };
    expect(paths.length).toBeGreaterThan(100);
    for (const path of paths) {
      const mine = await get(path, { headers: own });
      const state = mine.headers["x-cache"] as keyof typeof seen;
      expect([path, mine.text]).toEqual([
        path,
        state === "Pass" ? "session=secret Bearer secret" : "nobody ",
      ]);
      expect([path, (await get(path)).text]).toEqual([path, "nobody "]);
      seen[state]++;
    }
    expect(Math.min(seen.Pass, seen.Miss)).toBeGreaterThan(20);
  });
});
