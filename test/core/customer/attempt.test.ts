import { randomUUID } from "node:crypto";
import { context } from "@myclothes/core/context";
import type { Refusal } from "@myclothes/core/refusal";
import { describe, expect, it } from "vitest";
import { readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { writeItems } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Attempt from "../../../packages/core/src/customer/attempt.table.ts";

const START = Date.UTC(2027, 0, 1);
const QUARTER = 15 * 60;
const at = (seconds: number) => context({ now: new Date(START + seconds * 1000) });
const account = () => `${randomUUID()}@example.com`;
/** 0: the try may be made; else the seconds to wait. */
const wait = (name: string, seconds: number): Promise<number> =>
  Attempt.consume(at(seconds), [Attempt.byAccount(name)]).then(
    () => 0,
    (error: Refusal) => Number(error.extra.retryAfter),
  );
const exhaust = async (name: string, seconds: number) => {
  for (let i = 0; i < 10; i++) expect(await wait(name, seconds)).toBe(0);
};

it("ten tries are free in the quarter of an hour that the first began, and none is after them", async () => {
  const name = account();
  expect(await wait(name, 0)).toBe(0);
  for (let i = 1; i < 10; i++) expect(await wait(name, 60 * i)).toBe(0);
  expect(await wait(name, 600)).toBe(QUARTER - 600);
  expect(await wait(name, QUARTER - 1)).toBe(1);
  await exhaust(name, QUARTER);
  expect(await wait(name, QUARTER)).toBe(QUARTER);
});

it("a refused try does not make the wait longer", async () => {
  const name = account();
  await exhaust(name, 0);
  for (let i = 0; i < 20; i++) expect(await wait(name, 800)).toBe(QUARTER - 800);
  expect(await wait(name, QUARTER)).toBe(0);
});

it.each([0, QUARTER + 5])(
  "of a hundred at once ten are free, %i seconds after the window began",
  async (seconds) => {
    const name = account();
    if (seconds > 0) await exhaust(name, 0);
    const waits = await Promise.all(Array.from({ length: 100 }, () => wait(name, seconds)));
    expect(waits.filter((wait) => wait === 0).length).toBe(10);
  },
);

it("a window that has long passed makes room, whatever the store still holds", async () => {
  const name = account();
  await exhaust(name, 0);
  await exhaust(name, 30 * 86_400);
});

it("a window that an instance with a clock far ahead has opened locks nobody out", async () => {
  const name = account();
  await exhaust(name, 30 * 86_400);
  await exhaust(name, 0);
  expect(await wait(name, 1)).toBe(QUARTER - 1);
});

it("what is counted ends with its window in the store, and does not say whose it is", async () => {
  const name = account();
  await Attempt.consume(at(0), [Attempt.byAccount(name, "192.0.2.1")]);
  const [item] = await readItems(at(0), [Attempt.byAccount(name).key]);
  expect(item).toMatchObject({ tries: 1, expiresAt: START / 1000 + QUARTER });
  for (const told of [name.slice(0, 8), "192.0.2"]) expect(JSON.stringify(item)).not.toContain(told);
});

it("accounts are told apart", async () => {
  const name = account();
  await exhaust(name, 0);
  expect(await wait(`${name}x`, 0)).toBe(0);
  expect(await wait(account(), 0)).toBe(0);
});

it("forgetting the count frees the account", async () => {
  const name = account();
  await exhaust(name, 0);
  await writeItems(at(0), { deletes: [Attempt.byAccount(name).key] });
  await exhaust(name, 0);
});

describe("an account's tries from several addresses", () => {
  const from = (name: string, address: string, seconds = 0) =>
    Attempt.consume(at(seconds), [Attempt.byAccount(name, address)]).then(
      () => true,
      () => false,
    );

  it("are ten for each address and a hundred in all", async () => {
    const name = account();
    for (let i = 0; i < 10; i++) expect(await from(name, "192.0.2.1")).toBe(true);
    expect(await from(name, "192.0.2.1")).toBe(false);
    for (let i = 10; i < 100; i++) expect(await from(name, `198.51.100.${i}`)).toBe(true);
    expect(await from(name, "203.0.113.1")).toBe(false);
  });

  it("are a hundred of two hundred at once", async () => {
    const name = account();
    const tries = await Promise.all(
      Array.from({ length: 200 }, (_, i) => from(name, `198.51.100.${i % 100}`)),
    );
    expect(tries.filter(Boolean)).toHaveLength(100);
  });

  it("begin anew with the next window, for every address", async () => {
    const name = account();
    for (let i = 0; i < 11; i++) await from(name, "192.0.2.1");
    await from(name, "192.0.2.2", QUARTER);
    for (let i = 0; i < 10; i++) expect(await from(name, "192.0.2.1", QUARTER)).toBe(true);
    expect(await from(name, "192.0.2.1", QUARTER)).toBe(false);
  });
});

describe("a try that is given back", () => {
  it("leaves room for another", async () => {
    const name = account();
    const counters = [Attempt.byAccount(name)];
    for (let i = 0; i < 50; i++) {
      await Attempt.consume(at(0), counters);
      await Attempt.giveBack(at(1), counters);
    }
    await exhaust(name, 2);
  });

  it("is given back once the request has no time left", async () => {
    const counters = [Attempt.byAccount(account())];
    await Attempt.consume(at(0), counters);
    await Attempt.giveBack(context({ now: new Date(START), timeoutMs: 0 }), counters);
    expect(
      await readItems(
        at(0),
        counters.map(({ key }) => key),
      ),
    ).toEqual([expect.objectContaining({ tries: 0 })]);
  });

  it("takes nothing from a later window, and never makes a count negative", async () => {
    const name = account();
    const counters = [Attempt.byAccount(name)];
    await Attempt.giveBack(at(0), counters);
    await Attempt.consume(at(0), counters);
    await Attempt.consume(at(QUARTER), counters);
    await Attempt.giveBack(at(0), counters);
    expect(
      await readItems(
        at(0),
        counters.map(({ key }) => key),
      ),
    ).toEqual([expect.objectContaining({ tries: 1 })]);
  });

  it("is counted by none of several counters where one of them is full", async () => {
    const full = Attempt.byAddress(account());
    for (let i = 0; i < 100; i++) await Attempt.consume(at(0), [full]);
    const name = account();
    for (let i = 0; i < 20; i++) {
      await expect(Attempt.consume(at(0), [Attempt.byAccount(name), full])).rejects.toThrow("Too many");
    }
    await exhaust(name, 0);
  });
});
