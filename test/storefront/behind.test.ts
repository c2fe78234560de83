import { describe, expect, it } from "vitest";
import {
  edgeWord,
  instancesOf,
  shortName,
  storeOf,
  useOf,
  waterfall,
  wayOf,
} from "../../packages/storefront/src/pages/behind/behind.rules.ts";
import { costOf, PRICES } from "../../packages/storefront/src/pages/behind/cost.rules.ts";
import { curve, layoutOf } from "../../packages/storefront/src/pages/behind/layout.rules.ts";
import prices from "../budgets/prices.json" with { type: "json" };

const call = (name: string, ms = 5) => ({ name, ms, note: undefined });

describe("the price of a request", () => {
  it("uses the price list of the budgets", () => {
    const { million, cloudfrontGb } = prices;
    expect(PRICES).toEqual({
      edge: million.cloudfrontRequests.price,
      firewall: million.firewallRequests.price,
      gateway: million.gatewayRequests.price,
      function: million.lambdaRequests.price,
      functionGbSecond: million.lambdaGbSeconds.price,
      dynamodbRead: million.dynamodbReads.price,
      dynamodbWrite: million.dynamodbWrites.price,
      dataApi: million.dataApiRequests.price,
      sqs: million.sqsRequests.price,
      transferGb: cloudfrontGb.price,
    });
    // The function's memory.
    expect(prices.assumed.lambdaGb).toBe(1);
  });

  it("is that of the edge alone if the edge has the answer", () => {
    const cost = costOf({ isEdgeHit: true, shopMs: 50, bytes: 1e6, stores: [call("dynamodb.GetItem")] });
    expect(cost).toEqual({ edge: 1.6 + 85, gateway: 0, function: 0, stores: [], total: 86.6 });
  });

  it("adds gateway, function and each store call, in dollars for a million requests", () => {
    const stores = [
      call("dynamodb.BatchGetItem"),
      call("dynamodb.TransactWriteItems"),
      call("data-api.ExecuteStatement"),
      call("sqs.SendMessageBatch"),
      call("s3.PutObject"),
    ];
    const cost = costOf({ isEdgeHit: false, shopMs: 100, bytes: undefined, stores });
    expect(cost.stores).toEqual([0.125, 0.625, 0.35, 0.4, 0]);
    expect(cost.function).toBeCloseTo(0.2 + 1.33334, 9);
    expect(cost.total).toBeCloseTo(1.6 + 1 + 1.53334 + 1.5, 9);
  });
});

describe("the way of a request", () => {
  it("ends at the edge if the edge answers", () => {
    expect(wayOf({ servedBy: undefined, stores: [], cache: "Hit" })).toEqual(["browser", "edge", "browser"]);
  });

  it("reaches the shop if the edge asks whether its answer is still valid", () => {
    const way = wayOf({ servedBy: undefined, stores: [], cache: "RefreshHit from cloudfront" });
    expect(way).toEqual(["browser", "edge", "gateway", "function", "gateway", "edge", "browser"]);
  });

  it("visits each store in order, and comes back through all places", () => {
    const stores = [call("dynamodb.GetItem"), call("data-api.ExecuteStatement"), call("s3.GetObject")];
    const out = ["browser", "edge", "gateway", "function"];
    const turns = ["dynamodb", "function", "aurora", "function"];
    expect(wayOf({ servedBy: "1-2", stores, cache: "Miss" })).toEqual([
      ...out,
      ...turns,
      "gateway",
      "edge",
      "browser",
    ]);
  });

  it("has at most eight turns", () => {
    const stores = Array.from({ length: 30 }, () => call("sqs.SendMessage"));
    expect(wayOf({ servedBy: "1-2", stores, cache: "Miss" }).filter((place) => place === "sqs")).toHaveLength(
      8,
    );
  });

  it("counts the calls of a store and their time", () => {
    const stores = [call("dynamodb.GetItem", 2), call("sqs.SendMessage", 9), call("dynamodb.PutItem", 3)];
    expect(useOf({ stores }, "dynamodb")).toEqual({ calls: 2, ms: 5 });
    expect(useOf({ stores }, "aurora")).toEqual({ calls: 0, ms: 0 });
    expect(storeOf("ses.SendEmail")).toBeUndefined();
  });
});

describe("the waterfall", () => {
  it("puts the function into the middle, and its store calls one after another", () => {
    const stores = [call("dynamodb.GetItem", 10), call("data-api.ExecuteStatement", 30)];
    expect(waterfall({ ms: 100, shopMs: 60, stores })).toEqual({
      function: { from: 0.2, to: 0.8 },
      stores: [
        { from: 0.2, to: 0.3 },
        { from: 0.3, to: 0.6 },
      ],
    });
  });

  it("begins store calls with the function if they ran at the same time", () => {
    const stores = [call("dynamodb.GetItem", 50), call("dynamodb.GetItem", 40)];
    const bars = waterfall({ ms: 100, shopMs: 60, stores }).stores;
    expect(bars).toEqual([
      { from: 0.2, to: 0.7 },
      { from: 0.2, to: 0.6 },
    ]);
  });

  it("stays within what the browser waited, whatever the clocks say", () => {
    const { function: bar, stores } = waterfall({
      ms: 10,
      shopMs: 12,
      stores: [call("sqs.SendMessage", 15)],
    });
    expect(bar).toEqual({ from: 0, to: 1 });
    expect(stores).toEqual([{ from: 0, to: 1 }]);
  });

  it("has no bars without the function's time", () => {
    expect(waterfall({ ms: 10, shopMs: undefined, stores: [] })).toEqual({ function: undefined, stores: [] });
  });
});

describe("the drawing", () => {
  it.each([
    ["Hit", "hit"],
    ["Hit from cloudfront", "hit"],
    ["RefreshHit from cloudfront", "refreshed"],
    ["Stale", "stale"],
    ["Miss", "miss"],
    ["Pass", "pass"],
    ["", "unknown"],
    ["Error", "unknown"],
  ])("reads x-cache %j as %s", (header, word) => {
    expect(edgeWord(header)).toBe(word);
  });

  it("shows at most four instances, always the one that answered, even after its end", () => {
    const known = ["1-10", "2-20", "3-30", "4-40", "5-50"].map((name) => ({ name, isKilled: false }));
    expect(instancesOf(known, "1-9")).toEqual([
      { name: "1-9", isKilled: true, hasAnswered: true },
      ...["3-30", "4-40", "5-50"].map((name) => ({ name, isKilled: false, hasAnswered: false })),
    ]);
    expect(instancesOf(known.slice(0, 1), undefined)).toEqual([
      { name: "1-10", isKilled: false, hasAnswered: false },
    ]);
  });

  it("shortens the names of AWS, and no others", () => {
    expect(shortName("0123456789abcdef0123456789abcdef")).toBe("01234567");
    expect(shortName("12-1234567")).toBe("12-1234567");
  });

  it.each([true, false])(
    "keeps all boxes within the drawing and apart from each other (wide: %s)",
    (isWide) => {
      for (let count = 0; count <= 4; count++) {
        const { width, height, places, frame, instances } = layoutOf(isWide, count);
        const boxes = [...Object.values(places), frame];
        for (const box of [...boxes, ...instances]) {
          expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width / 2).toBeLessThanOrEqual(width);
          expect(box.y - box.height / 2).toBeGreaterThanOrEqual(0);
          expect(box.y + box.height / 2).toBeLessThanOrEqual(height);
        }
        for (const group of [boxes, instances])
          for (const one of group)
            for (const other of group.filter((box) => box !== one))
              expect(
                Math.abs(one.x - other.x) >= (one.width + other.width) / 2 ||
                  Math.abs(one.y - other.y) >= (one.height + other.height) / 2,
              ).toBe(true);
      }
    },
  );

  it("draws a way from edge to edge", () => {
    const box = (x: number, y: number) => ({ x, y, width: 20, height: 10 });
    expect(curve(box(10, 5), box(110, 5), true)).toBe("M20 5C60 5,60 5,100 5");
    expect(curve(box(10, 105), box(10, 5), false)).toBe("M10 100C10 55,10 55,10 10");
  });
});
