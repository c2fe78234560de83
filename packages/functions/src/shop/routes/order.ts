import * as Order from "@myclothes/core/order";
import { CartQuote, QuoteCart } from "@myclothes/core/order/quote/schema";
import { KeepOrder, Order as OrderAnswer, OrderPage, PlaceOrder } from "@myclothes/core/order/schema";
import { PageQuery } from "@myclothes/core/page";
import * as Pricing from "@myclothes/core/pricing";
import { ShippingOptionList, ShippingQuery } from "@myclothes/core/pricing/schema";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import { fingerprint, idempotencyKey, KEY_PATTERN } from "../../http/idempotency.ts";
import { HttpRefusal } from "../../http/refusal.ts";
import { body, query } from "../../http/validate.ts";
import type { ShopEnv } from "../env.ts";
import { customer, ensureSession, sessionExpired, shopper } from "../shopper.ts";

const tag = "orders";
export const order = new Hono<ShopEnv>()
  .get(
    "/shipping-options",
    route({
      id: "listShippingOptions",
      tag,
      summary: "List the shipping options",
      description:
        "The order's total includes the option's price. It is placed only at the option's price of that moment, for the country of its address, the cart's subtotal and its weight: `POST /v1/cart/quote` calculates it.",
      replies: { 200: { description: "The options.", schema: ShippingOptionList } },
      refuses: ["service.unavailable", "shipping.not_available"],
    }),
    query(ShippingQuery),
    async (c) => c.json(await Pricing.listShippingOptions(c.var.ctx, c.req.valid("query").country)),
  )
  .post(
    "/cart/quote",
    route({
      id: "quoteCart",
      tag,
      summary: "Calculate what an order of the cart would cost",
      description:
        "Calculates the total at the prices of this moment, as an order would. Changes and reserves nothing. Ask again when the cart, the address or the option changes. `shippingAddress` defaults to the cart's. An address to which the shop does not ship is refused with `shipping.not_available` and the countries.",
      replies: { 200: { description: "The total and its parts, with warnings to show.", schema: CartQuote } },
      refuses: [
        "session.cross_site",
        "session.required",
        "cart.empty",
        "cart.busy",
        "checkout.item_unavailable",
        "shipping.unknown_option",
        "shipping.not_available",
      ],
    }),
    body(QuoteCart),
    shopper,
    async (c) => {
      if (c.var.shopper.hasEnded) throw sessionExpired();
      return c.json(await Order.quote(c.var.ctx, c.var.shopper, c.req.valid("json")));
    },
  )
  .post(
    "/orders",
    route({
      id: "placeOrder",
      tag,
      summary: "Order the cart",
      description:
        "Orders all lines of the session's cart or none, takes their stock, and removes them from the cart. `email`, `shippingAddress` and `note` default to those of the cart. A customer may send `shippingAddressId` instead, and leave out `email`. `expectedTotal` is the total that the shopper agreed to: if it is no longer right, nothing is ordered. If the answer was lost, repeat the request with the same `Idempotency-Key`: the answer is the same order.",
      replies: { 201: { description: "The order. A guest's has a `token`: keep it.", schema: OrderAnswer } },
      refuses: [
        "session.cross_site",
        "session.required",
        "idempotency.key_missing",
        "idempotency.key_reused",
        "cart.empty",
        "cart.busy",
        "cart.already_ordered",
        "shipping.unknown_option",
        "shipping.not_available",
        "stock.insufficient",
        "checkout.item_unavailable",
        "checkout.price_changed",
        "checkout.too_many_unpaid",
        "checkout.busy",
        "session.expired",
        "payment.provider_missing",
        "payment.amount_limit",
      ],
      requestHeaders: {
        "Idempotency-Key": {
          required: true,
          description:
            "Identifies this order: a new random value for each order, the same one for repetitions.",
          pattern: KEY_PATTERN,
        },
      },
      responseHeaders: {
        "Idempotent-Replayed": {
          description: "`true` if an earlier request with this key placed the order.",
        },
      },
    }),
    body(PlaceOrder),
    shopper,
    async (c) => {
      if (c.var.shopper.hasEnded) throw sessionExpired();
      // A process may have died between storing the cart and storing its session.
      if (c.var.shopper.cart.version > 0) await ensureSession(c);
      const write = { key: requiredKey(c), fingerprint: fingerprint(c) };
      const placed = await Order.place(c.var.ctx, c.var.shopper, c.req.valid("json"), write);
      if (placed.replayed) c.header("idempotent-replayed", "true");
      return c.json(placed.order, 201);
    },
  )
  .get(
    "/customers/me/orders",
    route({
      id: "listOrders",
      tag,
      summary: "List the customer's orders",
      description: "The newest first, with all their lines. Guest orders are not included.",
      replies: { 200: { description: "A page of orders.", schema: OrderPage } },
    }),
    query(PageQuery),
    customer,
    async (c) => c.json(await Order.history(c.var.ctx, c.var.customer.id, c.req.valid("query"))),
  )
  .post(
    "/customers/me/orders",
    route({
      id: "keepOrder",
      tag,
      summary: "Keep a guest's order in the account",
      description:
        "Makes an order that was placed without an account one of the customer's. Needs the order's token. Repeating the request does no harm.",
      replies: { 201: { description: "The order.", schema: OrderAnswer } },
      refuses: ["order.unknown", "session.cross_site", "cart.busy"],
    }),
    body(KeepOrder),
    customer,
    async (c) => {
      const { ctx, customer, shopper } = c.var;
      return c.json(await Order.keep(ctx, customer.id, c.req.valid("json"), { shopper }), 201);
    },
  );

function requiredKey(c: Context<ShopEnv>): string {
  const key = idempotencyKey(c);
  if (key !== undefined) return key;
  throw new HttpRefusal(
    "idempotency.key_missing",
    "Send an Idempotency-Key header: a new value for each order, the same value to repeat a request.",
  );
}
