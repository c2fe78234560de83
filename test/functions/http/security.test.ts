import { describe, expect, it } from "vitest";
import { keyed } from "../../support/bodies.ts";
import { type Client, client } from "../../support/client.ts";
import { hashing } from "../../support/password-hash.ts";
import { noteSkipped } from "../../support/skipped.ts";
import { statements } from "../../support/statements.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { account, newEmail, signIn } from "../support/customer.ts";
import { bodyRoutes, pathRoutes, queryRoutes, writeRoutes } from "../support/inputs.ts";
import { resident, stateOf } from "../support/resident.ts";

/** One route for each kind of thing that belongs to a customer and has an id. */
const byId = pathRoutes.filter(({ path }) => path.includes("/:id"));

describe.each(byId)("$name of another customer", ({ name, method, path }) => {
  const body = bodyRoutes.find((route) => route.name === name)?.example;

  it("is 404 for other customers and 401 or 404 without a session, changes nothing, and works for the owner", async () => {
    const [owner, other] = [await resident(), await resident()];
    const list = path.startsWith("/v1/orders") ? "/v1/customers/me/orders" : path.split("/:id")[0];
    const { data } = (await owner.shopper.send("GET", `${list}`)).body;
    const target = path.replace(":id", data[1].id);
    const ask = (by: Client) => by.send(method, target, { ...(body && { body }), headers: keyed() });
    const [mine, theirs] = [await stateOf(owner.shopper), await stateOf(other.shopper)];
    expect((await ask(other.shopper)).status).toBe(404);
    const guest = client();
    await guest.send("PUT", other.pathOf({ template: "/v1/cart/items/:sku" }), { body: { quantity: 1 } });
    for (const by of [client(), guest]) expect((await ask(by)).status).toBeOneOf([401, 404]);
    expect(await stateOf(owner.shopper)).toEqual(mine);
    expect(await stateOf(other.shopper)).toEqual(theirs);
    expect((await ask(owner.shopper)).status).toBeLessThan(300);
  });
});

it("covers every route with an id", () => {
  expect(byId.map(({ path }) => path.split("/:id")[0])).toEqual(
    expect.arrayContaining(["/v1/sessions", "/v1/customers/me/addresses", "/v1/orders"]),
  );
});

it("never puts input into the text of an SQL statement", async () => {
  const word = `w${crypto.randomUUID().replaceAll("-", "").slice(0, 18)}`;
  const customer = await resident();
  const sent = await statements(async () => {
    for (const route of bodyRoutes) {
      const by = route.opens ? client() : route.ends ? (await account()).shopper : customer.shopper;
      const marked = JSON.stringify(customer.bodyFor(route))
        .replace(/"(name|line\d|city|region|postalCode|phone)":"[^"]*"/g, `"$1":"${word}"`)
        .replace(/"email":"ada-/, `"email":"${word}`);
      await customer.fill();
      const { status } = await by.send(route.method, customer.pathOf(route), {
        body: marked,
        headers: keyed(),
      });
      // No account has this e-mail.
      expect(status < 300 || route.name === "POST /v1/sessions", route.name).toBe(true);
    }
    for (const { method, path, fields } of queryRoutes) {
      for (const {
        path: [name],
        limits,
      } of fields) {
        const values =
          limits.enum ?? (limits.minimum === undefined ? [word] : [limits.minimum, limits.maximum]);
        for (const value of values) await customer.shopper.send(method, `${path}?${name}=${value}`);
      }
    }
    for (const { method, path } of pathRoutes)
      await customer.shopper.send(method, path.replace(/:\w+/, word));
  });
  expect(sent.length).toBeGreaterThan(15);
  const written = sent.filter(({ parameters }) => JSON.stringify(parameters).includes(word));
  expect(written.length).toBeGreaterThan(5);
  for (const { sql } of sent) expect(sql).not.toContain(word);
});

if (!process.env.MEDIANS)
  noteSkipped("medians of sign-in times", "only `npm run proof` measures times (MEDIANS=1)");
// `npm test` measures no times. There, `session.customer.attempts` counts what an attempt costs.
it.runIf(process.env.MEDIANS)(
  "signing in takes as long for an unknown account: medians within 5 %",
  LONG_TEST,
  async () => {
    hashing.isCheap = false;
    const known: string[] = [];
    for (let i = 0; i < 8; i++) known.push((await account()).email);
    // CPU time, because the machine may be busy. The calls to the stores are the same in both cases.
    const timed = async (email: string) => {
      const { user } = process.cpuUsage();
      expect((await signIn(client(), email, { password: "not the password" })).status).toBe(401);
      return process.cpuUsage().user - user;
    };
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
    const [there, not]: [number[], number[]] = [[], []];
    const difference = () => Math.abs(median(not) / median(there) - 1);
    for (let round = 1; round <= 18 && !(round === 5 && difference() < 0.05); round++) {
      // Alternating, so that a slow moment affects both.
      for (const email of known) {
        there.push(await timed(email));
        not.push(await timed(newEmail()));
      }
    }
    expect(difference()).toBeLessThan(0.05);
  },
);

it("refuses writes from forms and as plain text, from any origin", async () => {
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/json",
    "",
  ];
  const sites = [{}, ...["same-origin", "cross-site", "none"].map((site) => ({ "sec-fetch-site": site }))];
  const { shopper } = await resident();
  const before = await stateOf(shopper);
  for (const { name, method, path, body } of writeRoutes.filter((route) => route.body)) {
    for (const type of [...types, "application/jsonp", "application/json-patch+json", "application/jsonx"]) {
      for (const site of sites) {
        const headers = { ...keyed(), ...site, "content-type": type };
        const { status } = await shopper.send(method, path, { body, headers });
        expect([name, type, site, status]).toEqual([name, type, site, 415]);
      }
    }
  }
  expect(await stateOf(shopper)).toEqual(before);
});
