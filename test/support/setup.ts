import { beforeEach, inject, vi } from "vitest";
import { recordSuccess } from "../../packages/core/src/aws/breaker.ts";
import { hideRequestLines } from "./request-lines.ts";

Object.assign(process.env, inject("env"), { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });

// A busy machine would miss the shop's deadlines, so tests use longer ones. Tests of deadlines call `vi.unmock` for both modules.
vi.mock("../../packages/core/src/context.ts", async (original) =>
  (await import("./deadlines.ts")).withLongDeadlines(original),
);
vi.mock("../../packages/core/src/aws/call.ts", async (original) =>
  (await import("./deadlines.ts")).withLongCallLimits(original),
);
// With the shop's cost, password hashes would take much of the time. Tests of the hashes set `hashing.isCheap` to false.
vi.mock("node:crypto", async (original) => (await import("./password-hash.ts")).watchScrypt(original));

// Tests order for the same shopper again and again. Tests of this limit call `vi.unmock`.
vi.mock("../../packages/core/src/order/payment.settings.rules.ts", async (original) => {
  const rules =
    (await original()) as typeof import("../../packages/core/src/order/payment.settings.rules.ts");
  return { ...rules, defaultPayments: { ...rules.defaultPayments, maxUnpaidOrders: 1_000 } };
});

hideRequestLines();

// A test that breaks a store must not open the circuit breaker for the next test.
beforeEach(() => {
  for (const store of ["dynamodb", "data-api", "sqs", "stripe"]) recordSuccess(store);
});
