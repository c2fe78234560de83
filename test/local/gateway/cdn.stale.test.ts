import { afterEach, describe, expect, it } from "vitest";
import { gate } from "../../support/gate.ts";
import { cacheOf, closeEdges, edge, kept, LIST } from "../fixtures/cdn.ts";

afterEach(closeEdges);

describe("what is stale", () => {
  const policy = (more: string) => ({ "cache-control": `s-maxage=30, ${more}`, etag: '"v1"' });

  it("is shown at once while it is fetched, once, behind the viewer's back", async () => {
    const { get, calls, told, pass } = await edge(() => kept("1", policy("stale-while-revalidate=30")));
    await get(LIST);
    const shop = gate();
    told.handler = async () => {
      await shop.opened;
      return kept("2", policy("stale-while-revalidate=30"));
    };
    pass(59);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => get(LIST)));
    shop.open();
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
    told.handler = () => ({ statusCode: 503, headers: {}, body: "down" });
    expect((await get(LIST)).text).toBe("down");
  });

  it("is not held for good by a 304 that nobody asked for", async () => {
    const { get, told, pass } = await edge(() => kept("body"));
    await get(LIST);
    told.handler = () => ({ statusCode: 304, headers: { "cache-control": "s-maxage=30" } });
    pass(31);
    expect(cacheOf(await get(LIST))).toEqual(["Miss", undefined]);
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
