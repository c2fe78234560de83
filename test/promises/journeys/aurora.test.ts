import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startShop } from "@myclothes/local/shop";
import { expect, inject, it, vi } from "vitest";
import { templatePath } from "../../../packages/local/src/engines/template.ts";
import { launch, node } from "../../../packages/local/src/process/child.ts";
import { keyed } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { retryWhileBusy } from "../../support/retry.ts";
import { HANG_MS, LONG_TEST } from "../../support/timeouts.ts";

const cli = fileURLToPath(new URL("../../../packages/rds-data-local/src/cli.ts", import.meta.url));

it.skipIf(inject("baseUrl"))(
  "reads and changes carts while the database is stopped, also on newly started instances",
  LONG_TEST,
  async () => {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL_DYNAMODB: undefined,
      AWS_ENDPOINT_URL_SQS: undefined,
      DATABASE_URL: undefined,
    };
    const dir = mkdtempSync(join(tmpdir(), "aurora-"));
    const database = await launch({
      ...node(cli, ["--port", "0", "--dir", dir, "--template", templatePath()]),
      name: "The Data API",
      ready: /ready on (http:\S+)/,
      env,
    });
    const shop = await startShop({ from: { ...env, AWS_ENDPOINT_URL_RDS_DATA: database.ready[1] } });
    try {
      const by = client((path, init) => fetch(`${shop.url}${path}`, init));
      const send: typeof by.send = (method, path, request = {}) => {
        const headers = method === "GET" ? {} : keyed();
        return retryWhileBusy(() => by.send(method, path, { ...request, headers }));
      };
      const { body: page } = await send("GET", "/v1/products?category=shirts&limit=5");
      const skus: string[] = [];
      for (const { handle } of page.data) {
        const { body } = await send("GET", `/v1/products/${handle}`);
        skus.push(body.variants[0].sku);
      }
      for (const sku of skus) await send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });

      await database.stop();
      const before = shop.instances().map(({ pid }) => pid);
      for (const pid of before) process.kill(pid, "SIGKILL");
      await vi.waitFor(
        () => {
          const now = shop.instances().filter(({ pid }) => !before.includes(pid));
          expect(now).toHaveLength(before.length);
        },
        { timeout: HANG_MS },
      );
      let quantity = skus.length;
      for (let round = 0; round < 12; round++) {
        const sku = skus[round % skus.length] ?? "";
        const added = await send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
        quantity++;
        expect([added.status, added.body.itemCount, added.body.warnings]).toEqual([200, quantity, []]);
        const read = await send("GET", "/v1/cart");
        expect([read.status, read.body.itemCount]).toEqual([200, quantity]);
      }
      const path = `/v1/cart/items/${skus[0]}`;
      expect((await send("PUT", path, { body: { quantity: 1 } })).status).toBe(200);
      expect((await send("DELETE", path)).body.lines).toHaveLength(skus.length - 1);
      expect((await by.send("GET", "/v1/health/ready")).body.stores).toContainEqual({
        name: "aurora",
        state: "down",
      });
    } finally {
      await shop.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
