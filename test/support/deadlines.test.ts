import { context, timeLeft } from "@myclothes/core/context";
import { expect, it } from "vitest";
import { withRealDeadlines } from "./deadlines.ts";

it("gives a request more time than the shop does, unless the test asks for the shop's own deadlines", () => {
  expect(timeLeft(context())).toBeGreaterThan(60_000);
  expect(timeLeft(context({ timeoutMs: 100 }))).toBeLessThanOrEqual(100);
  withRealDeadlines("all", () => expect(timeLeft(context())).toBeLessThanOrEqual(9_000));
  withRealDeadlines("dynamodb", () => expect(timeLeft(context())).toBeGreaterThan(60_000));
});
