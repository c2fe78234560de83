import { beforeAll, describe, expect, it } from "vitest";
import { address } from "../../../support/bodies.ts";
import { type Client, client } from "../../../support/client.ts";
import { run } from "../../../support/products.ts";
import { add, all, outcome, PATH } from "../../support/addresses.ts";
import { account } from "../../support/customer.ts";

let ada: Client;
let eve: Client;
beforeAll(async () => {
  ({ shopper: ada } = await account());
  ({ shopper: eve } = await account());
});

describe("the owner's addresses", () => {
  const BODY = { body: { ...address, city: "Elsewhere", isDefault: true } };
  const byId = [["GET", {}] as const, ["PUT", BODY] as const, ["DELETE", {}] as const];

  it.each(byId)(
    "%s by another customer is 404, without a session 401, and changes nothing",
    async (method, request) => {
      const made = await add(ada);
      const path = `${PATH}/${made.id}`;
      expect(outcome(await eve.send(method, path, request))).toEqual([404, "address.unknown"]);
      expect(outcome(await client().send(method, path, request))).toEqual([401, "session.required"]);
      expect((await ada.send("GET", path)).body).toEqual(made);
      expect((await ada.send(method, path, request)).status).toBe(method === "DELETE" ? 204 : 200);
    },
  );

  it("are listed and added only for the owner", async () => {
    const { id } = await add(ada);
    expect((await all(eve)).map((one) => one.id)).not.toContain(id);
    expect((await all(ada)).map((one) => one.id)).toContain(id);
    expect(outcome(await client().send("GET", PATH))).toEqual([401, "session.required"]);
    expect(outcome(await client().send("POST", PATH, BODY))).toEqual([401, "session.required"]);
  });

  it("refuses a write by another site with the owner's cookie", async () => {
    const { id } = await add(ada);
    const headers = { "sec-fetch-site": "cross-site" };
    for (const [method, path] of [
      ["POST", PATH],
      ["PUT", `${PATH}/${id}`],
      ["DELETE", `${PATH}/${id}`],
    ] as const) {
      const answer = await ada.send(method, path, { headers, ...(method !== "DELETE" && BODY) });
      expect(outcome(answer)).toEqual([403, "session.cross_site"]);
    }
  });
});

describe("the list", () => {
  it("continues where a page ended, the oldest first", async () => {
    const { shopper } = await account();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await add(shopper)).id);
    const sorted = ids.toSorted();
    const seen: string[][] = [];
    let next = "";
    do {
      const { body } = await shopper.send("GET", `${PATH}?limit=2${next && `&cursor=${next}`}`);
      seen.push(body.data.map(({ id }: { id: string }) => id));
      next = body.nextCursor;
      expect(next ?? "").not.toContain("addr");
    } while (next);
    expect(seen).toEqual([sorted.slice(0, 2), sorted.slice(2, 4), sorted.slice(4)]);
    const whole = await shopper.send("GET", `${PATH}?limit=5`);
    expect([whole.body.data.length, whole.body.nextCursor]).toEqual([5, null]);
  });

  it("has 20 a page by default, and at most 50 in all", async () => {
    const { shopper, id } = await account();
    for (let i = 0; i < 50; i++) await add(shopper);
    const { body } = await shopper.send("GET", PATH);
    expect([body.data.length, typeof body.nextCursor]).toEqual([20, "string"]);
    const refused = await shopper.send("POST", PATH, { body: { ...address, isDefault: true } });
    expect(outcome(refused)).toEqual([422, "address.limit"]);
    for (const status of [204, 404]) {
      expect((await shopper.send("DELETE", `${PATH}/${body.data[0].id}`)).status).toBe(status);
    }
    await add(shopper, { isDefault: true });
    expect(await all(shopper)).toHaveLength(50);
    const counted = await run("select address_count from customer where id = :id", { id });
    expect(counted).toEqual([[50]]);
  });
});
