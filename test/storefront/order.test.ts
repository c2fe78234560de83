import { describe, expect, it } from "vitest";
import {
  canCancel,
  isWaiting,
  linesOf,
  moment,
  pauseBefore,
  paymentState,
  refundedOf,
  stepsOf,
  trackingUrl,
} from "../../packages/storefront/src/pages/order/order.rules.ts";

const now = Date.parse("2026-11-28T12:00:00Z");
const MINUTE = 60_000;

describe("paymentState", () => {
  const order = (left: number | undefined, more: object = {}) => ({
    status: "open" as const,
    paymentStatus: "pending" as const,
    payment: {
      provider: "stripe",
      status: "pending" as const,
      ...(left !== undefined && { expiresAt: new Date(now + left).toISOString() }),
    },
    ...more,
  });

  it("is payable while the items are held", () => {
    expect(paymentState(order(MINUTE), now)).toBe("payable");
    expect(paymentState(order(0), now)).toBe("expired");
    expect(paymentState(order(undefined), now)).toBe("expired");
  });

  it("is processing while a bank holds the items for days", () => {
    expect(paymentState(order(4 * 24 * 60 * MINUTE), now)).toBe("processing");
  });

  it("is later if the shop collects the payment itself", () => {
    const payment = { provider: "manual", status: "pending" as const };
    expect(paymentState(order(undefined, { payment }), now)).toBe("later");
  });

  it("is canceled with the order", () => {
    expect(paymentState(order(MINUTE, { status: "canceled" }), now)).toBe("canceled");
  });

  it("is otherwise that of the shop", () => {
    expect(paymentState(order(MINUTE, { paymentStatus: "paid" }), now)).toBe("paid");
  });

  it("changes soon only while a provider is asked", () => {
    expect((["payable", "expired", "processing"] as const).every(isWaiting)).toBe(true);
    expect((["later", "paid", "canceled", "refunded"] as const).some(isWaiting)).toBe(false);
  });
});

it("the page asks after growing pauses, at least once a minute", () => {
  const pauses = Array.from({ length: 12 }, (_, count) => pauseBefore(count));
  expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
  expect([pauses[0], pauses.at(-1)]).toEqual([2_000, 60_000]);
});

it("an order can be canceled until something is shipped", () => {
  expect(canCancel({ status: "confirmed", fulfillmentStatus: "not_fulfilled" })).toBe(true);
  expect(canCancel({ status: "confirmed", fulfillmentStatus: "partially_shipped" })).toBe(false);
  expect(canCancel({ status: "canceled", fulfillmentStatus: "not_fulfilled" })).toBe(false);
});

it("the steps follow payment and delivery", () => {
  const done = (
    paymentStatus: "pending" | "authorized" | "paid",
    fulfillmentStatus: "not_fulfilled" | "delivered",
  ) => stepsOf({ paymentStatus, fulfillmentStatus }).flatMap(({ step, isDone }) => (isDone ? [step] : []));
  expect(done("pending", "not_fulfilled")).toEqual(["ordered"]);
  expect(done("authorized", "not_fulfilled")).toEqual(["ordered", "paid"]);
  expect(done("paid", "delivered")).toEqual(["ordered", "paid", "shipped", "delivered"]);
});

it("only addresses of the web are links", () => {
  expect(trackingUrl("https://ups.example/1Z")).toBe("https://ups.example/1Z");
  expect(trackingUrl("javascript:alert(1)")).toBeUndefined();
  expect(trackingUrl("1Z 999")).toBeUndefined();
  expect(trackingUrl(null)).toBeUndefined();
});

it("pending refunds are not paid back yet", () => {
  const refund = (amount: number, status: "pending" | "succeeded") => ({
    amount: { amount, currency: "USD" as const },
    status,
    createdAt: "2026-11-28T12:00:00.000Z",
  });
  const refunds = [refund(100, "succeeded"), refund(250, "succeeded"), refund(40, "pending")];
  expect([refundedOf({ refunds }, "succeeded"), refundedOf({ refunds }, "pending")]).toEqual([350, 40]);
});

it("a time of another day has its day", () => {
  const at = (time: string) => moment(time, now, "en-US", "UTC").replaceAll("\u202f", " ");
  expect(at("2026-11-28T12:30:00Z")).toBe("12:30 PM");
  expect(at("2026-12-02T09:05:00Z")).toBe("Dec 2, 2026, 9:05 AM");
});

it("a parcel's lines have the titles of the order", () => {
  const money = { amount: 1, currency: "USD" as const };
  const line = {
    sku: "A",
    title: "Shirt",
    options: { size: "M", color: "Navy" },
    image: null,
    quantity: 3,
    unitPrice: money,
    lineTotal: money,
  };
  const parcel = {
    lines: [{ sku: "A", quantity: 2 }],
    carrier: "UPS",
    trackingNumber: null,
    trackingUrl: null,
    shippedAt: "2026-11-28T12:00:00.000Z",
  };
  expect(linesOf({ lines: [line] }, parcel)).toEqual([{ sku: "A", title: "Shirt, Navy, M", quantity: 2 }]);
});
