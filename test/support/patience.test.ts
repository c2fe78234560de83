import { context, timeLeft } from "@myclothes/core/context";
import { expect, it } from "vitest";
import { underDeadlines } from "./patience.ts";

it("a request has far more time than in the shop, unless the test asks for the shop's own deadlines", () => {
  expect(timeLeft(context())).toBeGreaterThan(60_000);
  expect(timeLeft(context({ timeoutMs: 100 }))).toBeLessThanOrEqual(100);
  underDeadlines("all", () => expect(timeLeft(context())).toBeLessThanOrEqual(9_000));
  underDeadlines("dynamodb", () => expect(timeLeft(context())).toBeGreaterThan(60_000));
});
