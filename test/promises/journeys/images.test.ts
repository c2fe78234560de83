import { setTimeout as sleep } from "node:timers/promises";
import { context } from "@myclothes/core/context";
import * as Key from "@myclothes/core/merchant/key";
import type { Shop } from "@myclothes/local/shop";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { deployer } from "../../support/admin.ts";
import { type Client, client } from "../../support/client.ts";
import { picture, put, requestUpload } from "../../support/images.ts";
import { startOwnShop } from "./shop.ts";

// An image that was uploaded through one instance is visible through all: no instance keeps it on a disk of its own.
let shop: Shop;
let send: Client["send"];

beforeAll(async () => {
  if (inject("baseUrl")) return;
  shop = await startOwnShop();
  // From here on, the code in this process uses the stores of this shop.
  Object.assign(process.env, shop.env);
  const { key } = await Key.create(context(), deployer, { name: "Test", role: "manager" });
  const { secret } = key;
  const base = client((path, init) => fetch(new URL(path, shop.url), init));
  send = (method, path, request = {}) =>
    base.send(method, path, {
      ...request,
      headers: { authorization: `Bearer ${secret}`, ...request.headers },
    });
});
afterAll(() => shop?.stop());

it.skipIf(inject("baseUrl"))("an image outlives every instance, and each new one shows it", async () => {
  const file = await picture({ width: 700, height: 500 }).jpeg().toBuffer();
  const requested = await requestUpload({ send }, file, "image/jpeg");
  expect((await put(requested, file)).status).toBe(200);
  const path = `/admin/v1/images/${requested.id}`;
  await expect.poll(async () => (await send("GET", path)).body.status).toBe("ready");
  const { body: image } = await send("GET", path);
  const before = await read(image.url);

  const killed = shop.instances();
  expect(killed.length).toBe(3);
  for (const { pid } of killed) process.kill(pid, "SIGKILL");
  const isNew = ({ pid }: { pid: number }) => killed.every((dead) => dead.pid !== pid);
  await expect.poll(() => shop.instances().filter(isNew).length).toBe(3);

  // Every instance answers at least once.
  const served = new Set<string | null>();
  while (served.size < 3) {
    const response = await fetch(new URL("/v1/health", shop.url));
    served.add(response.headers.get("x-served-by"));
    expect(await read(image.url)).toEqual(before);
    await sleep(10);
  }
  for (const list of Object.values<string>(image.srcset))
    for (const one of list.split(", "))
      expect((await read(one.split(" ")[0] ?? "")).length).toBeGreaterThan(100);
  expect((await send("GET", path)).body).toEqual(image);
});

async function read(url: string): Promise<Buffer> {
  const response = await fetch(new URL(url, shop.url));
  expect([url, response.status, response.headers.get("cache-control")]).toEqual([
    url,
    200,
    "public, max-age=31536000, immutable",
  ]);
  return Buffer.from(await response.arrayBuffer());
}
