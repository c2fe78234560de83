import { context } from "@myclothes/core/context";
import * as Address from "@myclothes/core/customer/address";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import * as Sql from "../../../packages/core/src/customer/customer.sql.ts";
import { newToken } from "../../../packages/core/src/customer/token.ts";
import { spellings } from "../../../packages/core/src/email.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { address } from "../../support/bodies.ts";
import { startDatabase } from "../../support/database.ts";
import { rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(50, "C13");
const AT_ONCE = 20;

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("one customer's addresses, written concurrently, on a real PostgreSQL", () => {
  let customer = "";
  beforeEach(async () => {
    customer = await register();
  });

  async function register(): Promise<string> {
    const id = newId("customer", new Date());
    const email = `${id}@example.com`;
    const row = { id, email, name: "Ada", passwordHash: "", registration: null };
    await Sql.create(context(), row, spellings(email), newToken(context(), "email"));
    return id;
  }
  const add = async (isDefault = false) =>
    (await Address.add(context(), customer, { ...address, isDefault })).address;
  const set = (id: string) => Address.replace(context(), { customer, id }, { ...address, isDefault: true });
  const remove = (id: string) => Address.remove(context(), { customer, id });
  const saved = async () => (await Address.list(context(), customer, { limit: 100, cursor: undefined })).data;
  const defaults = async () => (await saved()).filter(({ isDefault }) => isDefault).map(({ id }) => id);
  const many = <T>(one: (i: number) => Promise<T>) =>
    Promise.all(Array.from({ length: AT_ONCE }, (_, i) => one(i)));
  const codes = (answers: PromiseSettledResult<unknown>[]) =>
    answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code ?? answer.reason] : []));

  it(
    `have one default after ${AT_ONCE} were made the default concurrently, ${ROUNDS} times`,
    LONG_TEST,
    async () => {
      const ids = (await many(() => add())).map(({ id }) => id);
      expect(await defaults()).toEqual([]);
      for (let round = 0; round < ROUNDS; round++) {
        const answers = await many((i) => set(ids[i] ?? ""));
        expect(answers.filter(({ isDefault }) => isDefault)).toHaveLength(AT_ONCE);
        expect(await defaults(), `round ${round}`).toHaveLength(1);
      }
    },
  );

  it(
    `have one default after ${AT_ONCE} defaults were added or set concurrently, ${ROUNDS} times`,
    LONG_TEST,
    async () => {
      const { id } = await add(true);
      for (let round = 0; round < ROUNDS; round++) {
        const answers = await many((i) => (i % 2 === 0 ? add(true) : set(id)));
        expect(await defaults(), `round ${round}`).toHaveLength(1);
        for (const made of new Set(answers.map((answer) => answer.id))) if (made !== id) await remove(made);
      }
    },
  );

  it("have no deleted default, whichever write comes first", LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await add(true);
      const answers = await Promise.allSettled([...Array(6).fill(id).map(set), remove(id), remove(id)]);
      expect(
        answers
          .slice(-2)
          .map(({ status }) => status)
          .sort(),
      ).toEqual(["fulfilled", "rejected"]);
      expect(new Set(codes(answers))).toEqual(new Set(["address.unknown"]));
      expect(await saved(), `round ${round}`).toEqual([]);
    }
  });

  it("are at most 50, also after some were deleted", LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const answers = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => add(i % 3 === 0)));
      const stored = await saved();
      expect([stored.length, new Set(codes(answers))]).toEqual([50, new Set(["address.limit"])]);
      await Promise.all(stored.slice(0, 35).map(({ id }) => remove(id)));
      expect(await saved()).toHaveLength(15);
    }
  });

  it("never deadlock with the erasure of the account, and are all deleted", LONG_TEST, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      customer = await register();
      const ids = (await many(() => add(true))).map((made) => made.id);
      const writes = ids.flatMap((one, i) => [set(one), i % 2 === 0 ? remove(one) : add(true)]);
      const answers = await Promise.allSettled([
        ...writes.slice(0, 10),
        Sql.erase(context(), customer, ""),
        ...writes.slice(10),
      ]);
      const known = ["address.unknown", "address.limit", "session.required"];
      for (const code of codes(answers)) expect(code).toBeOneOf(known);
      const left = await database?.pool.query("select from address where customer_id = $1", [customer]);
      expect(left?.rowCount, `round ${round}`).toBe(0);
    }
  });
});
