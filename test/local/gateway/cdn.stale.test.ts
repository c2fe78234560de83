import { afterEach, describe, expect, it } from "vitest";
import { gate } from "../../support/gate.ts";
import { cacheable, cacheOf, closeEdges, edge, LIST } from "../fixtures/cdn.ts";

afterEach(closeEdges);

describe("a stale answer", () => {
  const policy = (more: string) => ({ "cache-control": `s-maxage=30, ${more}`, etag: '"v1"' });

  it("is sent at once, and loaded again once in the background", async () => {
    const { get, calls, shop, pass } = await edge(() => cacheable("1", policy("stale-while-revalidate=30")));
    await get(LIST);
    const loading = gate();
    shop.handler = async () => {
      await loading.opened;
      return cacheable("2", policy("stale-while-revalidate=30"));
    };
    pass(59);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => get(LIST)));
    loading.open();
    for (const answer of answers) expect([...cacheOf(answer), answer.text]).toEqual(["Stale", "59", "1"]);
    await expect.poll(async () => (await get(LIST)).text).toBe("2");
    expect(calls).toHaveLength(2);
    pass(60);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
  });

  it("is sent with newer headers after the shop answers 304", async () => {
    const { get, calls, shop, pass } = await edge(() => cacheable("body", policy("")));
    await get(LIST);
    shop.handler = () => ({
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

  it("is removed when a 304 forbids caching", async () => {
    const { get, shop, pass } = await edge(() => cacheable("old", policy("")));
    await get(LIST);
    shop.handler = ({ headers }) =>
      headers["if-none-match"]
        ? { statusCode: 304, headers: { "cache-control": "private" }, cookies: ["a=1"] }
        : cacheable("whole", { "cache-control": "private" });
    pass(31);
    for (const _ of [1, 2]) expect((await get(LIST)).text).toBe("whole");
  });

  it.each([404, 301, 200])(
    "is removed when the shop answers %i that may not be cached",
    async (statusCode) => {
      const { get, shop, pass } = await edge(() => cacheable("old", policy("stale-if-error=200")));
      await get(LIST);
      shop.handler = () => ({ statusCode, headers: { "cache-control": "no-store" }, body: "new" });
      pass(31);
      for (const _ of [1, 2]) expect((await get(LIST)).text).toBe("new");
      shop.handler = () => ({ statusCode: 503, headers: {}, body: "down" });
      expect((await get(LIST)).text).toBe("down");
    },
  );

  it("is not kept longer by a 304 without If-None-Match", async () => {
    const { get, shop, pass } = await edge(() => cacheable("body"));
    await get(LIST);
    shop.handler = () => ({ statusCode: 304, headers: { "cache-control": "s-maxage=30" } });
    pass(31);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
  });

  it("is sent when the shop fails, for as long as stale-if-error says", async () => {
    const { get, shop, pass } = await edge(() => cacheable("body", policy("stale-if-error=60")));
    await get(LIST);
    const failures = [
      () => ({ statusCode: 503, headers: {}, body: "down" }),
      () => {
        throw new Error("down");
      },
    ];
    for (const failure of failures) {
      pass(31);
      shop.handler = failure;
      const answers = await Promise.all([1, 2, 3].map(() => get(LIST)));
      for (const answer of answers)
        expect([answer.headers["x-cache"], answer.text]).toEqual(["Stale", "body"]);
    }
    pass(60);
    expect((await get(LIST)).status).toBe(500);
  });

  it("is not sent when the shop fails without stale-if-error", async () => {
    const { get, shop, pass } = await edge(() => cacheable("body", policy("stale-while-revalidate=30")));
    await get(LIST);
    shop.handler = () => ({ statusCode: 503, headers: {}, body: "down" });
    pass(59);
    expect((await get(LIST)).headers["x-cache"]).toBe("Stale");
    pass(1);
    expect((await get(LIST)).status).toBe(503);
    shop.handler = () => cacheable("up again");
    expect((await get(LIST)).text).toBe("up again");
  });

  it("is removed after five minutes, whatever the headers say", async () => {
    const long = "s-maxage=9000, stale-while-revalidate=9000, stale-if-error=9000";
    const { get, calls, pass } = await edge(() => cacheable("body", { "cache-control": long }));
    await get(LIST);
    pass(299);
    expect(cacheOf(await get(LIST))).toEqual(["Hit", "299"]);
    pass(1);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
    expect(calls).toHaveLength(2);
  });
});
