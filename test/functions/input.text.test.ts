import { Address } from "@myclothes/core/customer/address/schema";
import { expect, it } from "vitest";
import { keyed, orderOf } from "../support/bodies.ts";
import { client } from "../support/client.ts";
import { product } from "../support/products.ts";

const TEXTS = [
  ...["\u00e9 composed", "e\u0301 decomposed", "\u2126 \u03a9", "\ufb01 fi", "\uac00 \u1100\u1161"],
  ...[
    "😀 👩‍👧‍👦",
    "𝒜 𠜎",
    "\u202eleft",
    "\u200bwide\u200b",
    "\ufeffmark",
    "\uffff \ufdd0",
    "\u0085x",
    "\u2028\u2029x",
  ],
  ...[
    " before and after ",
    "a\ttab",
    "a\r\nline",
    "'; drop table --",
    "' or 1=1 --",
    '"quoted"',
    "back\\slash\\u00e9",
  ],
  ...["%00%ff", "<b>&amp;</b>", "null", "0", ":p0 $1 ?", "{{x}}$" + "{x}", "٣ ３", "İıſẞ"],
];

it.each(TEXTS)("%j comes back as it was sent, in every field of an address", async (text) => {
  const shopper = client();
  const { sku } = await product({ price: 1 });
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const fields = Object.keys(Address.shape).filter((field) => field !== "country");
  expect(fields).toHaveLength(7);
  const shippingAddress = { ...Object.fromEntries(fields.map((field) => [field, text])), country: "IS" };
  const placed = await shopper.send("POST", "/v1/orders", {
    body: orderOf(1, { shippingAddress }),
    headers: keyed(),
  });
  expect(placed.status).toBe(201);
  expect(placed.body.shippingAddress).toEqual(shippingAddress);
  const { body } = await shopper.send("GET", `/v1/orders/${placed.body.id}?token=${placed.body.token}`);
  expect(body.shippingAddress).toEqual(shippingAddress);
});

it.each(["ada+shop@example.com", "O'Hara@EXAMPLE.com", `${"a".repeat(60)}@example.com`])(
  "%s comes back as it was sent",
  async (email) => {
    const shopper = client();
    const { sku } = await product({ price: 1 });
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    const { body } = await shopper.send("POST", "/v1/orders", {
      body: orderOf(1, { email }),
      headers: keyed(),
    });
    expect(body.email).toBe(email);
  },
);
