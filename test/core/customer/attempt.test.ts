import { randomUUID } from "node:crypto";
import { context } from "@myclothes/core/context";
import { expect, it } from "vitest";
import { read } from "../../../packages/core/src/aws/dynamo.ts";
import { write } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Attempt from "../../../packages/core/src/customer/attempt.table.ts";

const START = Date.UTC(2027, 0, 1);
const QUARTER = 15 * 60;
const at = (seconds: number) => context({ now: new Date(START + seconds * 1000) });
const account = () => `${randomUUID()}@example.com`;
/** 0: the try may be made; else the seconds to wait. */
const wait = (name: string, seconds: number): Promise<number> =>
  Attempt.claim(at(seconds), name).then(
    () => 0,
    (error) => error.extra.retryAfter,
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

it("what is counted ends with its window in the store, and does not say whose it is", async () => {
  const name = account();
  await Attempt.claim(at(0), name);
  const [item] = await read(at(0), [Attempt.key(name)]);
  expect(item).toMatchObject({ tries: 1, expiresAt: START / 1000 + QUARTER });
  expect(JSON.stringify(item)).not.toContain(name.slice(0, 8));
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
  await write(at(0), { deletes: [Attempt.key(name)] });
  await exhaust(name, 0);
});
