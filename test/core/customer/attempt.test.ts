import { randomUUID } from "node:crypto";
import { context } from "@myclothes/core/context";
import type { Refusal } from "@myclothes/core/refusal";
import { describe, expect, it } from "vitest";
import { readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { writeItems } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Attempt from "../../../packages/core/src/customer/attempt.ts";

const START = Date.UTC(2027, 0, 1);
const QUARTER = 15 * 60;
const at = (seconds: number) => context({ now: new Date(START + seconds * 1000) });
const account = () => `${randomUUID()}@example.com`;
/** 0: the attempt is allowed. Otherwise the seconds to wait. */
const wait = (name: string, seconds: number): Promise<number> =>
  Attempt.consume(at(seconds), [Attempt.byAccount(name)]).then(
    () => 0,
    (error: Refusal) => Number(error.extra.retryAfter),
  );
const exhaust = async (name: string, seconds: number) => {
  for (let i = 0; i < 10; i++) expect(await wait(name, seconds)).toBe(0);
};

it("allows ten attempts in the quarter of an hour that the first one opens", async () => {
  const name = account();
  expect(await wait(name, 0)).toBe(0);
  for (let i = 1; i < 10; i++) expect(await wait(name, 60 * i)).toBe(0);
  expect(await wait(name, 600)).toBe(QUARTER - 600);
  expect(await wait(name, QUARTER - 1)).toBe(1);
  await exhaust(name, QUARTER);
  expect(await wait(name, QUARTER)).toBe(QUARTER);
});

it("does not make the wait longer for a refused attempt", async () => {
  const name = account();
  await exhaust(name, 0);
  for (let i = 0; i < 20; i++) expect(await wait(name, 800)).toBe(QUARTER - 800);
  expect(await wait(name, QUARTER)).toBe(0);
});

it.each([0, QUARTER + 5])(
  "allows ten of a hundred parallel attempts, %i seconds after the start of the window",
  async (seconds) => {
    const name = account();
    if (seconds > 0) await exhaust(name, 0);
    const waits = await Promise.all(Array.from({ length: 100 }, () => wait(name, seconds)));
    expect(waits.filter((wait) => wait === 0).length).toBe(10);
  },
);

it("opens a new window even if the store still has the old one", async () => {
  const name = account();
  await exhaust(name, 0);
  await exhaust(name, 30 * 86_400);
});

it("ignores a window that an instance with a fast clock has opened", async () => {
  const name = account();
  await exhaust(name, 30 * 86_400);
  await exhaust(name, 0);
  expect(await wait(name, 1)).toBe(QUARTER - 1);
});

it("stores a count until the end of its window, without the e-mail and the address", async () => {
  const name = account();
  await Attempt.consume(at(0), [Attempt.byAccount(name, "192.0.2.1")]);
  const [item] = await readItems(at(0), [Attempt.keyOf(Attempt.byAccount(name))]);
  expect(item).toMatchObject({ tries: 1, expiresAt: START / 1000 + QUARTER });
  for (const secret of [name.slice(0, 8), "192.0.2"]) expect(JSON.stringify(item)).not.toContain(secret);
});

it("counts each account by itself", async () => {
  const name = account();
  await exhaust(name, 0);
  expect(await wait(`${name}x`, 0)).toBe(0);
  expect(await wait(account(), 0)).toBe(0);
});

it("allows new attempts when the count is deleted", async () => {
  const name = account();
  await exhaust(name, 0);
  await writeItems(at(0), { deletes: [Attempt.keyOf(Attempt.byAccount(name))] });
  await exhaust(name, 0);
});

describe("attempts at one account from several addresses", () => {
  const from = (name: string, address: string, seconds = 0) =>
    Attempt.consume(at(seconds), [Attempt.byAccount(name, address)]).then(
      () => true,
      () => false,
    );

  it("allows ten from each address and a hundred in all", async () => {
    const name = account();
    for (let i = 0; i < 10; i++) expect(await from(name, "192.0.2.1")).toBe(true);
    expect(await from(name, "192.0.2.1")).toBe(false);
    for (let i = 10; i < 100; i++) expect(await from(name, `198.51.100.${i}`)).toBe(true);
    expect(await from(name, "203.0.113.1")).toBe(false);
  });

  it("allows a hundred of two hundred parallel attempts", async () => {
    const name = account();
    const allowed = await Promise.all(
      Array.from({ length: 200 }, (_, i) => from(name, `198.51.100.${i % 100}`)),
    );
    expect(allowed.filter(Boolean)).toHaveLength(100);
  });

  it("starts again for every address in the next window", async () => {
    const name = account();
    for (let i = 0; i < 11; i++) await from(name, "192.0.2.1");
    await from(name, "192.0.2.2", QUARTER);
    for (let i = 0; i < 10; i++) expect(await from(name, "192.0.2.1", QUARTER)).toBe(true);
    expect(await from(name, "192.0.2.1", QUARTER)).toBe(false);
  });
});

describe("giveBack", () => {
  it("allows another attempt", async () => {
    const name = account();
    const counters = [Attempt.byAccount(name)];
    for (let i = 0; i < 50; i++) {
      await Attempt.consume(at(0), counters);
      await Attempt.giveBack(at(1), counters);
    }
    await exhaust(name, 2);
  });

  it("works when the request has no time left", async () => {
    const counters = [Attempt.byAccount(account())];
    await Attempt.consume(at(0), counters);
    await Attempt.giveBack(context({ now: new Date(START), timeoutMs: 0 }), counters);
    expect(await readItems(at(0), counters.map(Attempt.keyOf))).toEqual([
      expect.objectContaining({ tries: 0 }),
    ]);
  });

  it("changes no later window, and makes no count negative", async () => {
    const name = account();
    const counters = [Attempt.byAccount(name)];
    await Attempt.giveBack(at(0), counters);
    await Attempt.consume(at(0), counters);
    await Attempt.consume(at(QUARTER), counters);
    await Attempt.giveBack(at(0), counters);
    expect(await readItems(at(0), counters.map(Attempt.keyOf))).toEqual([
      expect.objectContaining({ tries: 1 }),
    ]);
  });

  it("is done for all counters when one of them has reached its limit", async () => {
    const full = Attempt.byAddress(account());
    for (let i = 0; i < 100; i++) await Attempt.consume(at(0), [full]);
    const name = account();
    for (let i = 0; i < 20; i++) {
      await expect(Attempt.consume(at(0), [Attempt.byAccount(name), full])).rejects.toThrow("Too many");
    }
    await exhaust(name, 0);
  });
});
