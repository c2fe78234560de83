import { links } from "@myclothes/core/links";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { beforeAll, describe, expect, it } from "vitest";
import { handler } from "../../../packages/functions/src/shop/api.ts";
import { type Client, client } from "../../support/client.ts";
import { askGateway } from "../../support/gateway.ts";
import { product } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";

const KINDS = 500;
const SEED = 20_261_128;
const { below, pick } = random(SEED);
/** Latin-1, beyond Latin-1, beyond the BMP, invisible characters, and those with a meaning in a header. */
const ALPHABET = [..."aé\u00a0ÿĀīūЖ中日😀\u200b\u202e\ufeff\u0085\u2028%22=,\"'\\{}[]()<>@:/?#&+*~ \t"];
const word = () => Array.from({ length: 1 + below(20) }, () => pick(ALPHABET)).join("");
const name = () => `x-${Array.from({ length: 1 + below(9) }, () => pick([..."abc-_.!~"])).join("")}`;
const headers = [
  "user-agent",
  "referer",
  "accept-language",
  "x-request-id",
  "x-forwarded-for",
  "via",
  "order-token",
];

interface Foreign {
  cookie?: string;
  headers?: Record<string, string>;
  bearer?: string;
}
const kinds: Foreign[] = Array.from({ length: KINDS }, (_, i) => {
  if (i % 3 === 0) return { cookie: `${name()}=${word()}` };
  if (i % 3 === 1) return { headers: { [pick([...headers, name()])]: word() } };
  return { bearer: `${pick(["Bearer ", "bearer ", "Basic ", "", "Digest "])}${word()}` };
});

let owner: Client;
let sku: string;
beforeAll(async () => {
  owner = client(askGateway);
  ({ sku } = await product());
  await owner.send("POST", "/v1/cart/items", { body: { sku, quantity: 3 } });
});
const ask = (method: string, path: string, { cookie, headers, bearer }: Foreign, own: string) =>
  client(askGateway).send(method, path, {
    headers: {
      cookie: [own, cookie].filter(Boolean).join("; "),
      ...headers,
      ...(bearer && { authorization: bearer }),
    },
  });

describe(`${KINDS} foreign cookies, headers and bearer tokens`, () => {
  it("do not lose the session: the cart is still there", async () => {
    for (const kind of kinds) {
      const { status, body } = await ask("GET", "/v1/cart", kind, owner.jar.cookie);
      expect([kind, status, body.itemCount]).toEqual([kind, 200, 3]);
    }
    expect((await owner.send("GET", "/v1/cart")).body.itemCount).toBe(3);
    recordTrials({ promise: "V3", trials: KINDS, seed: SEED });
  });

  it("change no problem document", async () => {
    const refused = [
      ["GET", "/v1/nowhere", 404],
      ["POST", "/v1/products", 405],
      ["GET", "/v1/products?limit=0", 422],
      ["POST", "/v1/cart/items", 415],
    ] as const;
    for (const kind of kinds) {
      const [method, path, expected] = pick([...refused]);
      const { status, headers, body } = await ask(method, path, kind, owner.jar.cookie);
      expect([kind, status, body.status]).toEqual([kind, expected, expected]);
      expect(headers.get("content-type")).toBe("application/problem+json");
      expect(Object.keys(body)).toEqual(
        expect.arrayContaining(["type", "title", "code", "detail", "requestId"]),
      );
      expect(headers.get("x-request-id")).toBe(body.requestId);
    }
  });
});

describe("an event", () => {
  const event = (more: object) => ({
    rawPath: "/v1/time",
    rawQueryString: "",
    headers: { [EDGE_HEADER]: links.Edge.secrets[0] ?? "" },
    requestContext: { http: { method: "GET" } },
    ...more,
  });

  it("with a cookie beyond Latin-1 is answered", async () => {
    const { statusCode } = await handler(event({ cookies: ["a=b", "city=Srīperumbūdūr"] }));
    expect(statusCode).toBe(200);
  });

  it("with a header that HTTP does not allow is answered without that header", async () => {
    for (const odd of [{ "x y": "1" }, { "": "1" }, { "x-a": "a\nb" }, { "x-a": "a\0b" }, { ключ: "1" }]) {
      const headers = { [EDGE_HEADER]: links.Edge.secrets[0] ?? "", ...odd };
      expect([odd, (await handler(event({ headers }))).statusCode]).toEqual([odd, 200]);
    }
  });

  it("that cannot be converted gets a problem document with its request ID", async () => {
    const unreadable = [
      { requestContext: { http: { method: "TRACE" } } },
      { requestContext: {} },
      { rawPath: undefined },
    ];
    for (const odd of unreadable) {
      const headers = { [EDGE_HEADER]: links.Edge.secrets[0] ?? "", "x-request-id": "request-12345" };
      const { statusCode, headers: sent, body } = await handler(event({ ...odd, headers }) as never);
      expect([odd, statusCode, sent["content-type"]]).toEqual([odd, 500, "application/problem+json"]);
      expect(JSON.parse(body)).toMatchObject({ code: "service.fault", requestId: "request-12345" });
    }
  });

  it("keeps an empty header different from a missing one, and a header beyond ASCII unchanged", async () => {
    const post = { method: "POST", body: JSON.stringify({ sku, quantity: 1 }) };
    for (const key of ["", "clé", "ключ"]) {
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const answer = await askGateway("/v1/cart/items", { ...post, headers });
      expect([key, answer.status]).toEqual([key, 422]);
    }
  });
});
