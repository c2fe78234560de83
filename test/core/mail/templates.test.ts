import type { Order } from "@myclothes/core/order/schema";
import { describe, expect, it } from "vitest";
import { mailbox, oneLine } from "../../../packages/core/src/mail/mail.rules.ts";
import type { Shop } from "../../../packages/core/src/mail/shop.ts";
import { colors } from "../../../packages/core/src/mail/style.ts";
import * as Templates from "../../../packages/core/src/mail/templates.ts";
import { mailTokenFor } from "../../../packages/core/src/order/order.access.ts";

const shop: Shop = {
  name: "MyClothes",
  senderName: "MyClothes",
  from: "shop@example.com",
  replyTo: undefined,
  origin: "https://shop.example",
  locale: "en-US",
};
const usd = (amount: number) => ({ amount, currency: "USD" as const });
const line = (title: string, quantity = 2) => ({
  sku: "SHIRT-M",
  title,
  options: { size: "M", color: "Navy" },
  image: null,
  quantity,
  unitPrice: usd(2599),
  lineTotal: usd(2599 * quantity),
});
const order = (title = "Linen shirt", name = "Ada Lovelace"): Order => ({
  id: "ord_01JD8Z7K3M5N9P2Q4R6S8T0V1W",
  number: 1042,
  status: "open",
  paymentStatus: "pending",
  fulfillmentStatus: "not_fulfilled",
  email: "ada@example.com",
  lines: [line(title), line("Wool scarf", 1)],
  subtotal: usd(7797),
  shipping: usd(500),
  tax: usd(0),
  total: usd(8297),
  discounts: [],
  taxLines: [],
  shippingOption: { id: "standard", title: "Standard" },
  billingAddress: null,
  note: null,
  shippingAddress: {
    name,
    company: "Analytical & Sons",
    line1: "12 St James Square",
    city: "London",
    postalCode: "SW1Y 4JH",
    country: "GB",
  },
  placedAt: "2026-11-28T10:00:00.000Z",
  payment: { provider: "manual", status: "pending" },
  refunds: [],
  fulfillments: [],
});
const shipment = (
  carrier = "UPS",
  trackingUrl = "https://ups.example/1Z999?a=1&b=2",
): Templates.Shipment => ({
  order: order(),
  lines: order().lines,
  carrier,
  trackingNumber: "1Z999",
  trackingUrl,
  shippedAt: "2026-11-29T23:30:00.000Z",
});

const TOKEN = "t".repeat(43);
const ORDER_PAGE = `https://shop.example/orders/${order().id}#token=${mailTokenFor(order().id)}`;
const all: Record<string, Templates.Message> = {
  "order placed": Templates.orderPlaced(shop, order()),
  "order payment due": Templates.orderPaymentDue(shop, order(), "2026-12-12T10:00:00.000Z"),
  "order shipped": Templates.orderShipped(shop, shipment()),
  "order canceled": Templates.orderCanceled(shop, order()),
  "order refunded": Templates.orderRefunded(shop, {
    ...order(),
    refunds: [
      {
        amount: { amount: 1_000, currency: "USD" },
        status: "succeeded",
        createdAt: "2026-11-29T10:00:00.000Z",
      },
      { amount: { amount: 500, currency: "USD" }, status: "pending", createdAt: "2026-11-29T11:00:00.000Z" },
    ],
  }),
  "account created": Templates.accountCreated(shop, TOKEN),
  "verify e-mail": Templates.verifyEmail(shop, TOKEN),
  "webhook disabled": Templates.webhookDisabled(shop, { id: "erp", url: "https://erp.example/hooks" }),
  "e-mail changed": Templates.emailChanged(shop),
  "password reset": Templates.passwordReset(shop, TOKEN),
};

/** What a reader of the HTML sees. */
const visible = (html: string): string =>
  html
    .replace(/<head>[\s\S]*<\/head>/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'");

describe.each([
  [
    "order placed",
    [
      "1042",
      "November 28, 2026",
      "Linen shirt, Navy, M",
      "$51.98",
      "$77.97",
      "$5.00",
      "$0.00",
      "$82.97",
      "Ada Lovelace",
      "Analytical & Sons",
      "SW1Y 4JH London",
      "GB",
      ORDER_PAGE,
    ],
  ],
  [
    "order payment due",
    ["1042", "November 28, 2026", "December 12, 2026", "$82.97", "ignore this mail", ORDER_PAGE],
  ],
  [
    "order shipped",
    [
      "1042",
      "November 29, 2026",
      "Linen shirt, Navy, M",
      "Wool scarf, Navy, M",
      "UPS",
      "1Z999",
      "https://ups.example/1Z999?a=1&b=2",
      "12 St James Square",
      ORDER_PAGE,
    ],
  ],
  ["order canceled", ["1042", "Linen shirt, Navy, M", "$82.97", "canceled", ORDER_PAGE]],
  ["order refunded", ["1042", "$82.97", "$10.00", "bank", ORDER_PAGE]],
  ["account created", [`https://shop.example/account/email-verification#token=${TOKEN}`, "24 hours"]],
  ["verify e-mail", [`https://shop.example/account/email-verification#token=${TOKEN}`, "ignore this mail"]],
  ["e-mail changed", ["another e-mail now", "contact us"]],
  ["password reset", [`https://shop.example/account/password-reset#token=${TOKEN}`, "one hour"]],
])("%s", (name, facts) => {
  const mail = all[name] as Templates.Message;

  it("has the same facts as text and as HTML", () => {
    for (const fact of facts) {
      expect(mail.text).toContain(fact);
      expect(visible(mail.html)).toContain(fact);
    }
  });

  it("has no placeholder, and a subject of one short line without a token", () => {
    expect(mail.text + mail.html).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
    expect(mail.subject).toMatch(/^[^\n]{5,70}$/);
    expect(mail.subject).not.toContain(TOKEN);
  });

  it("is readable without CSS, on every screen, and in a screen reader", () => {
    const { html } = mail;
    expect(html).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
    expect(html).toContain('<meta charset="utf-8">');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.indexOf("<h1")).toBeLessThan(html.search(/<h2|<table|$/));
    // One column, and nothing that loads from elsewhere.
    expect(html).not.toMatch(/<(img|script|iframe|link|form|svg)\b|url\(|@import|src=/i);
    for (const [, table = ""] of html.matchAll(/<table[^>]*>(.*?)<\/table>/gs)) {
      expect(table.match(/<th scope="(row|col)"/g)?.length).toBe(table.match(/<th /g)?.length);
    }
    for (const [, label = ""] of html.matchAll(/<a [^>]*>([^<]*)<\/a>/g)) expect(label.trim()).not.toBe("");
    expect(html).not.toMatch(/font-size:(\d|1[0-3])px/);
    expect(mail.text).not.toMatch(/<\/?\w+[ >]/);
  });

  it("has balanced tags", () => {
    const open: string[] = [];
    for (const [, close, tag = ""] of mail.html.matchAll(/<(\/?)([a-z]\w*)\b[^>]*>/g)) {
      if (["meta", "br", "hr"].includes(tag)) continue;
      if (close) expect(open.pop()).toBe(tag);
      else open.push(tag);
    }
    expect(open).toEqual([]);
  });
});

it("names the line's total beside its quantity", () => {
  expect(all["order placed"]?.text).toContain("- Linen shirt, Navy, M\n  Quantity: 2, Total: $51.98\n");
});

it("says how much of an order was refunded", () => {
  const refund = (amount: number) => ({
    amount: usd(amount),
    status: "succeeded" as const,
    createdAt: "2026-11-29T10:00:00.000Z",
  });
  const textFor = (...amounts: number[]) =>
    Templates.orderRefunded(shop, { ...order(), refunds: amounts.map(refund) }).text;
  expect(textFor(500)).toContain("We have refunded $5.00 of your order 1042.");
  expect(textFor(500, 150)).toContain("So far, we have refunded $6.50 of your order 1042.");
  expect(textFor(500, 7_797)).toContain("We have refunded your order 1042 in full: $82.97.");
});

describe("hostile values", () => {
  const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp;`;

  it("are escaped in HTML", () => {
    const mails = [
      Templates.orderPlaced(shop, order(HOSTILE, HOSTILE)),
      Templates.orderShipped(shop, shipment(HOSTILE)),
      Templates.emailChanged({ ...shop, name: HOSTILE }),
    ];
    for (const { html } of mails) {
      expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
      expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;");
      expect(html).toContain("&amp;amp;");
    }
  });

  it("cannot add lines, or reorder what follows", () => {
    const name = "Ada\n\nPay here: https://evil.example\r\n\u202emoc.live\u2066";
    const { text, html } = Templates.orderPlaced(shop, order("Shirt\nTotal: $0.00", name));
    expect(text).toContain("\nAda Pay here: https://evil.example moc.live\n");
    expect(text).not.toContain("\nTotal: $0.00");
    expect(text + html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it.each(["javascript:alert(1)", "http://ups.example", "data:text/html,x", "not a URL", ""])(
    "a tracking link is left out if it is %j",
    (url) => {
      const { text, html } = Templates.orderShipped(shop, shipment("UPS", url));
      expect(text + html).not.toMatch(/javascript:|http:|data:|not a URL/);
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
      expect(new Set(links)).toEqual(new Set([ORDER_PAGE]));
      expect(text).toContain("1Z999");
    },
  );
});

describe("a sender", () => {
  it.each([
    ["MyClothes", '"MyClothes" <a@example.com>'],
    ['My "Clothes" \\ Co', '"My \\"Clothes\\" \\\\ Co" <a@example.com>'],
    ["Modë", "=?UTF-8?B?TW9kw6s=?= <a@example.com>"],
    ["A\r\nBcc: eve@example.com", '"A Bcc: eve@example.com" <a@example.com>'],
    [" ", "a@example.com"],
  ])("named %j is %s", (name, expected) => {
    expect(mailbox(name, "a@example.com")).toBe(expected);
  });

  it("keeps emoji and other scripts", () => {
    expect(oneLine("  👩‍👧 عربى  日本 ")).toBe("👩‍👧 عربى 日本");
  });
});

describe.each(Object.entries(colors))("the %s colours", (scheme, palette) => {
  it("have a contrast of at least 4.5", () => {
    const pairs = [
      [palette.text, palette.background],
      [palette.small, palette.background],
      [palette.link, palette.background],
      [palette.buttonText, palette.button],
    ] as const;
    for (const [one, other] of pairs) expect(contrast(one, other)).toBeGreaterThanOrEqual(4.5);
  });

  it("are those of the mails", () => {
    const { html } = all["password reset"] as Templates.Message;
    const [, dark = ""] = /prefers-color-scheme:dark\)\{([\s\S]*?)\n\}/.exec(html) ?? [];
    const body = html.slice(html.indexOf("<body"));
    for (const color of [palette.text, palette.background, palette.small, palette.link, palette.button]) {
      expect(scheme === "dark" ? dark : body).toContain(color);
    }
    // Each element with a colour of its own has a class by which the dark scheme changes it.
    for (const [tag] of body.matchAll(
      /<(?!body)\w+ [^>]*style="[^"]*(?<![-\w])(color|background|border[\w-]*):[^"]*#[^>]*>/g,
    )) {
      expect(tag).toMatch(/class="(small|link|button|line)"/);
    }
  });
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
