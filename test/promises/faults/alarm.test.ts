import { describe, expect, it } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { secretOf } from "../../support/client.ts";
import type { Fate } from "../../support/faults.ts";
import { emailOf, listen } from "../../support/oracles.ts";
import { PATIENT } from "../../support/patient.ts";
import { startProcess } from "../../support/process.ts";
import { show } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { wares } from "./shopper.ts";
import { SEED, trials } from "./trials.ts";

// What only a person can mend: an error that nobody has heard of, a secret that is not right, an endpoint that is closed.

const NAMES = {
  "data-api": [
    "NobodyHasHeardOfThisException",
    "InvalidSecretException",
    "SecretsErrorException",
    "HttpEndpointNotEnabledException",
    "AccessDeniedException",
    "ForbiddenException",
    "DatabaseNotFoundException",
    "InvalidResourceStateException",
  ],
  dynamodb: [
    "NobodyHasHeardOfThisException",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "UnrecognizedClientException",
    "ExpiredTokenException",
  ],
} as const;

describe("F15: an exception that no request can mend", () => {
  it(`is a 503 and one alarm, and tells nobody anything, ${trials()} times`, PATIENT, async () => {
    const goods = await wares();
    const log = listen();
    const shop = await startProcess();
    const chance = random(SEED);
    for (let i = 0; i < trials(); i++) {
      const email = emailOf(`mark-15x${i}`);
      const by = shop.client();
      shop.follow(() => "pass");
      const filled = await by.send("POST", "/v1/cart/items", { body: { sku: goods.skus[0], quantity: 1 } });
      const store = chance.pick(["data-api", "dynamodb"] as const);
      const fate: Fate = { exception: chance.pick<string>(NAMES[store]) };
      shop.follow((call) => (call.store === store ? fate : "pass"));
      const order = { body: orderOf(filled.body.subtotal.amount, { email }), headers: keyed() };
      const asked = {
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
      const told = `${i}: ${store}, ${JSON.stringify(fate)}`;
      const alarms = log.alarms();
      const { status, headers, body } = await asked[chance.pick(which)]();
      expect([status, body.code], told).toEqual([503, "service.unavailable"]);
      expect(Number(headers.get("retry-after")), told).toBeGreaterThan(0);
      expect(log.alarms() - alarms, told).toBe(1);
      const shown = JSON.stringify([body, ...headers]);
      expect(shown, told).not.toMatch(/exception|arn:|secret:|a fault of the test|dynamodb#|\bat \//i);
      log.expectSilenceOn([email, "an engine of my own", secretOf(by)]);
    }
    log.restore();
    await shop.close();
    show({ promise: "F15", trials: trials(), faults: trials(), seed: SEED });
  });
});
