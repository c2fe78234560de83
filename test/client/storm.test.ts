import { beforeAll, expect, it, vi } from "vitest";
import { createClient } from "../../packages/client/src/index.ts";
import { otherInstance } from "../functions/support/instance.ts";
import { askApp, askShop, client } from "../support/client.ts";
import { product } from "../support/products.ts";
import { type Random, random } from "../support/random.ts";
import { baseUrl, browser } from "./browser.ts";

const STORMS = Number(process.env.STORMS ?? 4);
const CLICKS = 12;

type Ask = typeof askShop;

/** The locks that tabs of a browser share. */
let locked: Promise<unknown> = Promise.resolve();
const locks = {
  request<R>(_: string, work: () => Promise<R>): Promise<R> {
    const result = locked.then(work);
    locked = result.catch(() => {});
    return result;
  },
};
vi.stubGlobal("document", {});
vi.stubGlobal("navigator", { locks });

const instances: Ask[] = [askShop];
const skus: string[] = [];
beforeAll(async () => {
  skus.push(
    ...(await product({ variants: [{ size: "S" }, { size: "M" }, { size: "L" }], stock: 5000, price: 1000 }))
      .skus,
  );
  for (let i = 0; i < 2; i++) {
    await otherInstance();
    const { app } = await import("@myclothes/functions/app");
    instances.push(askApp(app));
  }
});

/**
 * Any instance answers. Requests are lost, answers are lost because their instance is killed, some are late, and some are 503.
 */
function faulty({ below, pick }: Random): Ask {
  return async (path, init) => {
    const ask = pick(instances);
    const fault = below(10);
    if (fault === 0) throw new TypeError("the request was lost");
    if (fault === 1) return new Response("<html>Service Unavailable</html>", { status: 503 });
    const response = await ask(path, init);
    if (fault <= 3) throw new TypeError("the instance was killed before its answer arrived");
    if (fault === 4) await new Promise((resolve) => setTimeout(resolve, below(20)));
    return response;
  };
}

/** What the shop must have of a variant, at least and at most: a change without an answer may have been made. */
interface Bounds {
  least: number;
  most: number;
}

it(`${STORMS} storms of clicks in two tabs end at the shop's cart, and no acknowledged change is lost`, async () => {
  for (let seed = 1; seed <= STORMS; seed++) {
    const seeded = random(seed);
    const fetch = browser(() => faulty(seeded));
    // So few tries that some changes end without an answer.
    const limits = { pauseMs: 1, timeoutMs: 30 + seeded.below(200) };
    const tabs = [0, 1].map(() => createClient({ baseUrl, fetch, ...limits }));
    const added: Bounds = { least: 0, most: 0 };
    const quantities: Bounds[] = tabs.map(() => ({ least: 0, most: 0 }));
    const clicks = Array.from({ length: CLICKS }, async () => {
      const at = seeded.below(2);
      const { cart } = tabs[at] as (typeof tabs)[number];
      const quantity = 1 + seeded.below(3);
      if (seeded.below(2) === 0) {
        added.most += quantity;
        const { data } = await cart.add(skus[2] as string, quantity);
        if (data) added.least += quantity;
        return;
      }
      const bounds = quantities[at] as Bounds;
      const { data } = await cart.set(skus[at] as string, quantity);
      // A tab sends its changes in order, so the last answer counts.
      if (data) Object.assign(bounds, { least: quantity, most: quantity });
      else
        Object.assign(bounds, {
          least: Math.min(bounds.least, quantity),
          most: Math.max(bounds.most, quantity),
        });
    });
    await Promise.all(clicks);

    const reader = client(async (path, init) => {
      const headers = Object.fromEntries(new Headers(init?.headers));
      return browserRead(fetch, path, headers);
    });
    const { body } = await reader.send("GET", "/v1/cart");
    const quantityOf = (sku: string | undefined): number =>
      body.lines.find((line: { sku: string }) => line.sku === sku)?.quantity ?? 0;
    const check = (sku: string | undefined, { least, most }: Bounds) => {
      expect(quantityOf(sku), `seed ${seed}`).toBeGreaterThanOrEqual(least);
      expect(quantityOf(sku), `seed ${seed}`).toBeLessThanOrEqual(most);
    };
    check(skus[2], added);
    for (const [at, bounds] of quantities.entries()) check(skus[at], bounds);
    for (const { cart } of tabs) {
      await expect.poll(async () => (await cart.refresh()).data?.version).toBe(body.version);
      expect(cart.get().cart).toEqual(body);
      cart.close();
    }
  }
});

/** Reads until the network lets an answer through. */
async function browserRead(fetch: ReturnType<typeof browser>, path: string, headers: Record<string, string>) {
  for (;;) {
    const response = await fetch(new Request(baseUrl + path, { headers })).catch(() => undefined);
    if (response?.ok) return response;
  }
}
