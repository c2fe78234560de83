import { beforeAll, describe, expect, it } from "vitest";
import { client, tokenOf } from "../../support/client.ts";
import { product } from "../../support/products.ts";
import { writeRoutes } from "../support/inputs.ts";

const SITES = [undefined, "same-origin", "same-site", "cross-site", "none", "Same-Origin", ""];
const ORIGINS = [
  undefined,
  "http://localhost:3000",
  "http://localhost:3001",
  "https://localhost:3000",
  "null",
  "",
];
/** The rule of the API's contract: a same-origin `Sec-Fetch-Site` or, if there is none, our own `Origin` or none. */
const mayWrite = (site: string | undefined, origin: string | undefined): boolean =>
  site === undefined ? origin === undefined || origin === "http://localhost:3000" : site === "same-origin";

const combinations = SITES.flatMap((site) => ORIGINS.map((origin) => ({ site, origin })));
const definedOnly = (headers: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;

let sku: string;
let token: string;

beforeAll(async () => {
  sku = (await product()).sku;
  const shopper = client();
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  token = tokenOf(shopper);
});

/** A guest's write that is refused for another reason after this check, so it changes nothing. */
describe.each(writeRoutes.filter(({ path }) => !path.startsWith("/v1/webhooks/")))(
  "$name",
  ({ method, path, body }) => {
    const write = (headers: Record<string, string>) =>
      client().send(method, path, { ...(body && { body }), headers: { "if-match": '"999"', ...headers } });

    it("with the cookie is accepted only from our own pages and from clients that are not browsers", async () => {
      for (const { site, origin } of combinations) {
        const headers = definedOnly({ cookie: `__Host-session=${token}`, "sec-fetch-site": site, origin });
        const { status, body: problem } = await write(headers);
        const refused = problem.code === "session.cross_site";
        expect([site, origin, refused]).toEqual([site, origin, !mayWrite(site, origin)]);
        if (refused) expect(status).toBe(403);
      }
    });

    it("with a bearer token, or without credentials, is accepted from anywhere", async () => {
      const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
      const bearer = { authorization: `Bearer ${token}` };
      for (const credentials of [bearer, { ...bearer, cookie: `__Host-session=${token}` }, {}]) {
        const { body: problem } = await write({ ...headers, ...definedOnly(credentials) });
        expect(problem.code).not.toBe("session.cross_site");
      }
    });

    it("with the cookie is refused if only the name of the bearer scheme is sent", async () => {
      for (const authorization of ["Bearer", "Bearer ", "Basic dTpw"]) {
        const headers = { cookie: `__Host-session=${token}`, "sec-fetch-site": "cross-site", authorization };
        expect((await write(headers)).body.code).toBe("session.cross_site");
      }
    });
  },
);

it("accepts reads from anywhere", async () => {
  for (const { site, origin } of combinations) {
    const headers = definedOnly({ cookie: `__Host-session=${token}`, "sec-fetch-site": site, origin });
    for (const method of ["GET", "HEAD"]) {
      expect((await client().send(method, "/v1/cart", { headers })).status).toBe(200);
    }
  }
});

it("changes nothing for a write that another site sends", async () => {
  const headers = { cookie: `__Host-session=${token}`, "sec-fetch-site": "cross-site" };
  const { status } = await client().send("POST", "/v1/cart/items", { body: { sku, quantity: 1 }, headers });
  const { body } = await client().send("GET", "/v1/cart", { headers });
  expect([status, body.itemCount]).toEqual([403, 1]);
});

it("lets no other site read an answer by CORS", async () => {
  for (const method of ["GET", "OPTIONS", "POST"]) {
    const headers = {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    };
    const answer = await client().send(method, "/v1/cart/items", { headers });
    const allowed = [...answer.headers.keys()].filter((name) => name.startsWith("access-control"));
    expect(allowed).toEqual([]);
  }
});

it("covers every write", () => {
  expect(writeRoutes.length).toBeGreaterThanOrEqual(15);
});
