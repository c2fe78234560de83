import { describe, expect, it } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { secretOf } from "../../support/client.ts";
import type { Fault } from "../../support/fault-proxy.ts";
import { captureLog, emailOf } from "../../support/oracles.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { SEED, trials } from "./harness.ts";
import { startInstance } from "./instance.ts";
import { createProducts } from "./journey.ts";

// Errors that only a person can repair: an unknown exception, a wrong secret, a disabled endpoint.

const NAMES = {
  "data-api": [
    "UnknownException",
    "InvalidSecretException",
    "SecretsErrorException",
    "HttpEndpointNotEnabledException",
    "AccessDeniedException",
    "ForbiddenException",
    "DatabaseNotFoundException",
    "InvalidResourceStateException",
  ],
  dynamodb: [
    "UnknownException",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "ExpiredTokenException",
  ],
} as const;

describe("F15: an exception that no retry can repair", () => {
  it(`becomes a 503 and one alarm without details of the error, ${trials()} times`, LONG_TEST, async () => {
    const products = await createProducts();
    const log = captureLog();
    const shop = await startInstance();
    const chance = random(SEED);
    for (let i = 0; i < trials(); i++) {
      const email = emailOf(`marker-15x${i}`);
      const by = shop.client();
      shop.useScript(() => "pass");
      const filled = await by.send("POST", "/v1/cart/items", {
        body: { sku: products.skus[0], quantity: 1 },
      });
      const store = chance.pick(["data-api", "dynamodb"] as const);
      const fault: Fault = { exception: chance.pick<string>(NAMES[store]) };
      shop.useScript((call) => (call.store === store ? fault : "pass"));
      const order = { body: orderOf(filled.body.subtotal.amount, { email }), headers: keyed() };
      const requests = {
        order: () => by.send("POST", "/v1/orders", order),
        "sign in": () =>
          by.send("POST", "/v1/sessions", { body: { email, password: "an engine of my own" } }),
        cart: () => by.send("GET", "/v1/cart"),
        search: () => by.send("GET", `/v1/products?q=wool${i}`),
      };
      const which =
        store === "dynamodb"
          ? (["order", "sign in", "cart"] as const)
          : (["order", "sign in", "search"] as const);
      const where = `${i}: ${store}, ${JSON.stringify(fault)}`;
      const alarms = log.alarms();
      const { status, headers, body } = await requests[chance.pick(which)]();
      expect([status, body.code], where).toEqual([503, "service.unavailable"]);
      expect(Number(headers.get("retry-after")), where).toBeGreaterThan(0);
      expect(log.alarms() - alarms, where).toBe(1);
      const sent = JSON.stringify([body, ...headers]);
      expect(sent, where).not.toMatch(/exception|arn:|secret:|injected fault|dynamodb#|\bat \//i);
      log.expectNoSecrets([email, "an engine of my own", secretOf(by)]);
    }
    log.restore();
    await shop.close();
    recordTrials({ promise: "F15", trials: trials(), faults: trials(), seed: SEED });
  });
});
