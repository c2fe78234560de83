import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { readScenarios, SCENARIO } from "./scenario.ts";

const scenarios = readScenarios();

/** Sends the shop's bytes, and does nothing for them. No shop on Hono can be faster. */
export const app = new Hono().all("*", async (c) => {
  const scenario = scenarios[c.req.header(SCENARIO) ?? ""];
  if (!scenario) return c.notFound();
  if (c.req.method === "POST") await c.req.json();
  return c.body(scenario.body, scenario.status as 200, { "content-type": "application/json" });
});

export const handler = handle(app);
