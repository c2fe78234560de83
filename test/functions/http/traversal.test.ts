import { isPublicRead } from "@myclothes/functions/edge-rules";
import { beforeAll, describe, expect, it } from "vitest";
import { isUnsafePath } from "../../../packages/functions/src/edge.rules.ts";
import { keyed } from "../../support/bodies.ts";
import { askShop, client } from "../../support/client.ts";
import { askGateway } from "../../support/gateway.ts";
import { recordTrials } from "../../support/proof.ts";
import { bodyRoutes, routes } from "../support/inputs.ts";
import { type Resident, resident, stateOf } from "../support/resident.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const DOTS = [".", "%2e", "%2E"];
const UP = [...DOTS.flatMap((one) => DOTS.map((other) => `${one}${other}`))];
const SLASHES = ["/", "%2f", "%2F", "%5c", "%5C", "\\"];
/** Segments that lead, or could lead, from `/v1/cart/items/…` or any other route to `/v1/customers/me`. */
const climbing = UP.flatMap((up) => SLASHES.map((slash) => ["x", up, up, up, "customers", "me"].join(slash)));
/** Segments that are not names: dots alone, and an encoded separator or NUL. */
const single = [...UP, ...DOTS, "a%5cb", "a\\b", "a%00b", "%00"];
const SEGMENTS = [...climbing, ...single];
/** Dots that are encoded twice are an ordinary name. */
const NAMES = [
  "a%23b",
  "%253f",
  "%252e%252e",
  "%252e",
  "x%252f%252e%252e",
  "%252f",
  "...",
  ".x",
  "x..",
  "50%2525",
];

let customer: Resident;
let cookie: string;
let before: unknown;
beforeAll(async () => {
  customer = await resident();
  cookie = customer.shopper.jar.cookie;
  before = await stateOf(customer.shopper);
});

describe.each(routes)("$method $path", ({ path }) => {
  const bodyOf = (method: string) =>
    bodyRoutes.find((route) => route.template === path && route.method === method);
  const send = async (ask: typeof askGateway | typeof askShop, method: string, target: string) => {
    const route = bodyOf(method);
    const body = route && JSON.stringify(customer.bodyFor(route));
    const headers = { cookie, ...keyed(), ...(body && { "content-type": "application/json" }) };
    const answer = await ask(target, { method, headers, ...(body && { body }) });
    return [
      answer.status,
      method === "HEAD" ? "route.unknown" : ((await answer.json()) as { code: string }).code,
    ];
  };

  it("returns 404 for every path that climbs, for every method, and changes nothing", async () => {
    const targets = path.includes(":")
      ? SEGMENTS.map((segment) => path.replace(/:\w+/, () => segment))
      : [...single, ...climbing].map((segment) => `${path}/${segment}`);
    for (const target of targets) {
      for (const method of METHODS) {
        const got = await send(askGateway, method, target);
        expect([method, target, ...got]).toEqual([method, target, 404, "route.unknown"]);
      }
      expect([target, isUnsafePath(target), isPublicRead(target)]).toEqual([target, true, false]);
    }
    expect(await stateOf(customer.shopper)).toEqual(before);
    recordTrials({ promise: "V2", trials: targets.length * METHODS.length });
  });

  it("returns 404 for an encoded separator while the path is still as the client sent it", async () => {
    for (const encoded of ["%2f", "%2F", "%3f", "%3F", "%5c", "%5C", "%00"]) {
      for (const target of [path.replace(/:\w+/, `a${encoded}b`), path.replace(/\/(?=[^/]+$)/, encoded)]) {
        if (!target.includes(encoded)) continue;
        for (const method of METHODS) {
          const got = await send(askShop, method, target);
          expect([method, target, ...got]).toEqual([method, target, 404, "route.unknown"]);
        }
      }
    }
    expect(await stateOf(customer.shopper)).toEqual(before);
  });
});

it("treats dots that are encoded twice, and names with dots or percent signs, as ordinary names", async () => {
  const shopper = client(askGateway);
  shopper.jar.cookie = cookie;
  for (const name of NAMES) {
    const { status, body } = await shopper.send("PUT", `/v1/cart/items/${name}`, { body: { quantity: 1 } });
    expect([name, status, body.code]).toEqual([name, 404, "catalog.unknown_sku"]);
    expect(body.detail).toContain(JSON.stringify(decodeURIComponent(name)));
    expect(isUnsafePath(`/v1/cart/items/${name}`)).toBe(false);
  }
  expect(await stateOf(customer.shopper)).toEqual(before);
});
