import { links } from "@myclothes/core/links";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { Env } from "../../../packages/functions/src/http/env.ts";
import { viewerAddress } from "../../../packages/functions/src/http/viewer.ts";

const app = new Hono<Env>().get("/", (c) => c.text(viewerAddress(c) ?? "unknown"));
const addressIn = async (forwarded?: string) =>
  (
    await app.request("/", { headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded } })
  ).text();

it.each([
  ["192.0.2.1, 198.51.100.1", "192.0.2.1"],
  ["192.0.2.1,198.51.100.1", "192.0.2.1"],
  ["203.0.113.9, 10.0.0.1, 192.0.2.1, 198.51.100.1", "192.0.2.1"],
  ["::ffff:192.0.2.1, 198.51.100.1", "192.0.2.1"],
  ["2001:db8:0:1:2:3:4:5, 198.51.100.1", "2001:db8:0:1::/64"],
  ["2001:DB8:0:1::5, 198.51.100.1", "2001:db8:0:1::/64"],
  ["2001:0db8::1, 198.51.100.1", "2001:db8:0:0::/64"],
  ["::1, 198.51.100.1", "0:0:0:0::/64"],
  ["64:ff9b::192.0.2.1, 198.51.100.1", "64:ff9b:0:0::/64"],
  ["fe80::1%eth0, 198.51.100.1", "fe80:0:0:0::/64"],
])("reads the viewer's address from %j as %s", async (forwarded, address) => {
  expect(await addressIn(forwarded)).toBe(address);
});

describe("with the secret of a storefront's own server", () => {
  const ask = async (headers: Record<string, string>) =>
    (
      await app.request("/", { headers: { "x-forwarded-for": "192.0.2.1, 198.51.100.1", ...headers } })
    ).text();
  const secret = links.Edge.storefrontSecret;

  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:db8:0:1::5", "2001:db8:0:1::/64"],
    ["nonsense", "unknown"],
  ])("the shopper's address %s counts as %s", async (address, expected) => {
    expect(await ask({ "x-storefront-secret": secret, "x-shopper-address": address })).toBe(expected);
  });

  it("without an address, none counts: that of the server would be the same for everyone", async () => {
    expect(await ask({ "x-storefront-secret": secret })).toBe("unknown");
  });

  it.each(["", "wrong", `${secret}x`])("a wrong secret, %j, changes nothing", async (sent) => {
    expect(await ask({ "x-storefront-secret": sent, "x-shopper-address": "203.0.113.7" })).toBe("192.0.2.1");
  });

  it("a stage without a secret knows no such server", async () => {
    links.Edge.storefrontSecret = "";
    try {
      expect(await ask({ "x-storefront-secret": "", "x-shopper-address": "203.0.113.7" })).toBe("192.0.2.1");
    } finally {
      links.Edge.storefrontSecret = secret;
    }
  });
});

it.each([
  undefined,
  "",
  "192.0.2.1",
  ",",
  ", 198.51.100.1",
  "unknown, 198.51.100.1",
  "192.0.2.1:80, 198.51.100.1",
  "1.2.3, 4",
  "::g, x",
  ",,,",
])("finds no address in %j, without an error", async (forwarded) => {
  expect(await addressIn(forwarded)).toBe("unknown");
});
