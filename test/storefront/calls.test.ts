import { describe, expect, it } from "vitest";
import { readTiming, readTotal } from "../../packages/storefront/src/state/calls.rules.ts";
import { calls, instances, lastAnswered, record } from "../../packages/storefront/src/state/calls.ts";

describe("server-timing", () => {
  const header =
    'dynamodb.BatchGetItem;dur=3.4, data-api.ExecuteStatement;dur=19.3;desc="2 attempts", total;dur=33.4';

  it("names each store call in order, with its time and its attempts, without the total", () => {
    expect(readTiming(header)).toEqual([
      { name: "dynamodb.BatchGetItem", ms: 3.4, note: undefined },
      { name: "data-api.ExecuteStatement", ms: 19.3, note: "2 attempts" },
    ]);
  });

  it("has the total apart", () => {
    expect(readTotal(header)).toBe(33.4);
    expect(readTotal("total;dur=1.2")).toBe(1.2);
  });

  it.each(["", "subtotal;dur=5", "cdn-cache; desc=HIT"])("%j has no total", (other) => {
    expect(readTotal(other)).toBeUndefined();
  });

  it("may be absent, or without times", () => {
    expect(readTiming("")).toEqual([]);
    expect(readTiming("sqs.SendMessageBatch")).toEqual([
      { name: "sqs.SendMessageBatch", ms: 0, note: undefined },
    ]);
  });
});

describe("the instance to kill", () => {
  const answer = (path: string, servedBy: string) =>
    record(
      new Request(`http://shop.test${path}`),
      new Response("", { headers: { "x-served-by": servedBy } }),
      1,
    );

  it("is the one of Api that answered last, whatever Payments has answered since", () => {
    calls.value = [];
    instances.value = [];
    answer("/v1/cart", "1-100");
    answer("/v1/orders", "2-200");
    answer("/v1/orders/ord_1/payment", "1-900");
    expect(lastAnswered()?.servedBy).toBe("2-200");
    expect(instances.value.map(({ name }) => name)).toEqual(["1-100", "2-200"]);
  });
});
