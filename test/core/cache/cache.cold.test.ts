import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Table from "../../../packages/core/src/cache/cache.table.ts";
import { createEdge } from "../../../packages/local/src/gateway/cdn.ts";
import { gate } from "../../support/gate.ts";
import { HANG_MS } from "../../support/timeouts.ts";
import { instances, stopClocks } from "./support/instances.ts";

beforeEach(stopClocks);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const HUNDRED = Array.from({ length: 100 }, (_, i) => i);
const cacheable = { "cache-control": "public, s-maxage=30" };

describe("a hundred instances that start at the same moment", () => {
  it("load a key once when the requests come through one cache of the edge", async () => {
    const { aurora, get } = instances(100);
    const edge = createEdge();
    aurora.ms = 20;
    const shown = await Promise.all(
      HUNDRED.map((i) =>
        edge.load("/v1/products", async () => ({
          status: 200,
          headers: cacheable,
          body: Buffer.from(String(await get(i, 0))),
        })),
      ),
    );
    const bodies = shown.map((one) => ("entry" in one ? one.entry.answer.body : one.answer.body).toString());
    expect([new Set(bodies), aurora.loads]).toEqual([new Set(["0"]), 1]);
  });

  it("load a key once each without the edge, and never again while it is fresh", async () => {
    const { aurora, get } = instances(100);
    const loading = gate();
    aurora.answers = loading.opened;
    const reads = HUNDRED.map((i) => get(i, 0));
    await vi.waitFor(() => expect(aurora.loads).toBe(100), { timeout: HANG_MS });
    loading.open();
    await Promise.all(reads);
    await Promise.all(HUNDRED.map((i) => get(i, 10_000)));
    expect(aurora.loads).toBe(100);
  });
});

it("a hundred warm instances load a key fewer than ten times a minute", async () => {
  // The test is about when entries expire, so the table is a Map: it answers within one step of the clock.
  const table = new Map<string, Table.Loaded<unknown>>();
  vi.spyOn(Table, "read").mockImplementation(async () => table as never);
  vi.spyOn(Table, "write").mockImplementation(async (_ctx, _kind, entries) => {
    for (const [key, entry] of entries) table.set(key, entry);
  });
  const { aurora, get } = instances(100);
  await get(0, 0);
  for (let ms = 0; ms < 60_000; ms += 100) await Promise.all(HUNDRED.map((i) => get(i, ms)));
  expect(aurora.loads).toBeGreaterThanOrEqual(3);
  expect(aurora.loads).toBeLessThan(10);
});
