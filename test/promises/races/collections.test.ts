import * as Collection from "@myclothes/core/catalog/edit/collection";
import { PutCollection } from "@myclothes/core/catalog/edit/collection/schema";
import { context } from "@myclothes/core/context";
import { afterAll, describe, expect, it } from "vitest";
import { retryBusy } from "../../support/busy.ts";
import { startDatabase } from "../../support/database.ts";
import { product } from "../../support/products.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = 5;
const EDITORS = 8;
const by = { keyId: "key_race", route: "race" };

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("edits of one collection at once, on a real PostgreSQL", () => {
  const ctx = () => context({ timeoutMs: 120_000 });

  async function edit(handle: string, match: (round: number) => Promise<number[] | undefined>) {
    const { id } = await product();
    const one = async (title: string, allowed: number[] | undefined) => {
      const wanted = PutCollection.parse({ title, products: [id] });
      return retryBusy(() => Collection.put(ctx(), by, handle, wanted, allowed));
    };
    const answers = [];
    for (let round = 0; round < ROUNDS; round++) {
      const allowed = await match(round);
      const titles = Array.from({ length: EDITORS }, (_, i) => `${round} ${i}`);
      answers.push(await Promise.allSettled(titles.map((title) => one(title, allowed))));
    }
    const log = await database?.pool.query("select before, after from audit where subject = $1 order by id", [
      handle,
    ]);
    return { answers, log: log?.rows ?? [], last: await Collection.get(ctx(), handle) };
  }

  it("one of several with the same tag wins, and the others are refused", LONG_TEST, async () => {
    await Collection.put(ctx(), by, "tagged", PutCollection.parse({ title: "T", products: [] }), undefined);
    const { answers, log, last } = await edit("tagged", async (round) => [round + 1]);
    for (const round of answers) {
      expect(round.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const one of round) if (one.status === "rejected") expect(one.reason.code).toBe("catalog.changed");
    }
    expect([last.version, log.length]).toEqual([ROUNDS + 1, ROUNDS + 1]);
  });

  it("all without a tag are made one after another, and one of them creates it", LONG_TEST, async () => {
    const { answers, log, last } = await edit("untagged", async () => undefined);
    const made = answers.flat().map((one) => (one.status === "fulfilled" ? one.value.isNew : one.reason));
    expect(made.filter((isNew) => isNew !== false)).toEqual([true]);
    expect([last.version, log.length]).toEqual([ROUNDS * EDITORS, ROUNDS * EDITORS]);
    for (const [i, { before }] of log.entries())
      expect(before?.title).toBe(i === 0 ? undefined : log[i - 1]?.after.title);
    expect(last.title).toBe(log.at(-1)?.after.title);
  });
});
