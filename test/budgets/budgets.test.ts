import { app, info } from "@myclothes/functions/app";
import { openapi } from "@myclothes/functions/openapi";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { coldInstance } from "../functions/support/instance.ts";
import { budgets } from "./budgets.ts";
import { measure } from "./meter.ts";
import { type Row, report } from "./report.ts";
import { clearCache, scenarios, startStripe, stopStripe, warmedUp } from "./scenarios.ts";

const operations = Object.values(openapi(app, info).paths).flatMap((methods) =>
  Object.values(methods).map(({ operationId }) => operationId),
);
beforeAll(startStripe);
const rows: Row[] = [];
vi.spyOn(console, "error").mockImplementation(() => {});

it("every route has a budget, and every budget has a route", () => {
  const routes = [...new Set(Object.keys(budgets).map((id) => id.split(": ")[0]))];
  expect(routes.sort()).toEqual([...operations].sort());
  expect(Object.keys(scenarios).sort()).toEqual(Object.keys(budgets).sort());
});

describe("makes the calls in its budget, counted at the SDK:", () => {
  it.each(Object.entries(budgets))("%s", async (id, budget) => {
    const scenario = scenarios[id];
    if (!scenario) throw new Error(`There is no scenario for ${id}.`);

    const one = await scenario();
    if (warmedUp.includes(id)) {
      // Another test may have stored an entry from before this scenario.
      await clearCache(one);
      await one.by.send(one.method, one.path);
    }
    const warm = await measure(one);

    const other = await scenario();
    await clearCache(other);
    const cold = await measure({ ...other, by: await coldInstance(other.by.jar) });

    // The API's description exists only in a built function. Here both routes answer with an error.
    if (!["getOpenapi", "getDocs"].includes(id)) {
      rows.push({ id, warm, cold });
      const isExpected = (status: number) => (one.status ? status === one.status : status < 300);
      const statuses = `${warm.status} and ${cold.status}`;
      expect([isExpected(warm.status), isExpected(cold.status)], statuses).toEqual([true, true]);
    }
    expect({ warm: [warm.dynamodb, warm.aurora], cold: [cold.dynamodb, cold.aurora] }).toEqual({
      warm: budget.warm,
      cold: budget.cold,
    });
    const { sqs = 0, stripe = 0 } = budget;
    expect([warm.sqs, cold.sqs, warm.stripe, cold.stripe]).toEqual([sqs, sqs, stripe, stripe]);
  });
});

afterAll(stopStripe);
afterAll(() => {
  if (process.env.BUDGETS) console.log(report(rows));
});
