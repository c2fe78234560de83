import { randomUUID } from "node:crypto";
import * as Cart from "@myclothes/core/cart";
import {
  AddItem,
  CartView,
  type CartWarning,
  itemsOf,
  PatchCart,
  SetItem,
} from "@myclothes/core/cart/schema";
import * as Session from "@myclothes/core/session";
import { type Context, Hono } from "hono";
import { type Documentation, route } from "../../http/document.ts";
import { fingerprint, idempotencyKey, KEY_PATTERN } from "../../http/idempotency.ts";
import { body } from "../../http/validate.ts";
import type { ShopEnv } from "../env.ts";
import { ensureSession, shopper, shopperWith, storeWithSession } from "../shopper.ts";
import { isBearerClient, issueGuestToken, issuesToken, issueToken, SessionToken } from "../token.ts";

const CartAnswer = CartView.extend({ session: SessionToken }).meta({ id: "Cart" });

const tag = "cart";
const pathParameters = { sku: { description: "The variant's `sku`, percent-encoded." } };
const responseHeaders = {
  ETag: { description: "The cart's version in quotation marks, for `If-Match`." },
  ...issuesToken.responseHeaders,
};

/** Documentation of all writes. */
const cartWrite = {
  tag,
  replies: { 200: { description: "The cart after the change, with warnings to show.", schema: CartAnswer } },
  requestHeaders: {
    "Idempotency-Key": {
      description:
        "Identifies this change. A repetition with the same key and body is not counted again. The cart remembers the keys of its last 32 changes.",
      pattern: KEY_PATTERN,
    },
    "If-Match": {
      description:
        "The `ETag` that the cart must have. If it has another one, nothing is changed and the answer is 412.",
    },
    ...issuesToken.requestHeaders,
  },
  responseHeaders,
  refuses: ["cart.changed", "cart.busy", "idempotency.key_reused", "session.cross_site"],
} as const satisfies Documentation;

export const cart = new Hono<ShopEnv>()
  .get(
    "/",
    route({
      id: "getCart",
      tag,
      summary: "Get the cart",
      description:
        "Shows current prices. Without a session the cart is empty; the answer then issues a signed token and stores nothing, and the first write with that token stores the session. Wait for this answer before the first write: then several first writes at once share one cart.",
      replies: { 200: { description: "The cart, with warnings to show.", schema: CartAnswer } },
      requestHeaders: issuesToken.requestHeaders,
      responseHeaders,
    }),
    shopper,
    async (c) => {
      const session = c.var.shopper.session ? {} : issueGuestToken(c);
      return c.json({ ...(await viewCart(c)), ...session });
    },
  )
  .post(
    "/",
    route({
      id: "createCart",
      tag,
      summary: "Start a session with an empty cart",
      description:
        "Stores the session at once. Most storefronts do not need this: the first write to the cart does it too. With a session, it changes nothing and returns the session's cart.",
      replies: {
        200: { description: "The request had a session: its cart.", schema: CartAnswer },
        201: { description: "A new session with an empty cart.", schema: CartAnswer },
      },
      requestHeaders: issuesToken.requestHeaders,
      responseHeaders,
      refuses: ["cart.busy", "session.cross_site"],
    }),
    shopper,
    async (c) => {
      if (c.var.shopper.session) return c.json(await viewCart(c), 200);
      const issued = await ensureSession(c);
      const session = isBearerClient(c) ? issueToken(c, c.var.shopper) : issued;
      return c.json({ ...(await viewCart(c)), ...session }, 201);
    },
  )
  .patch(
    "/",
    route({
      ...cartWrite,
      id: "changeCart",
      summary: "Store the fields of the checkout",
      description:
        "Stores e-mail, note, address and discount codes for the next order, so that the checkout can be continued later and on other devices. `POST /v1/orders` takes from here what its body omits, and its order removes these fields. At sign-in, the fields come from the cart in which they were changed last.",
    }),
    body(PatchCart),
    shopper,
    async (c) => {
      const { ctx, shopper } = c.var;
      const fields = c.req.valid("json");
      // A removed field is undefined here. It belongs to the request's identity, unlike a field that was left out.
      const asked = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? null]));
      return sendCart(c, await Cart.changeCheckout(ctx, shopper.cart, fields, writeOptions(c, asked)));
    },
  )
  .delete(
    "/",
    route({
      ...cartWrite,
      id: "emptyCart",
      summary: "Empty the cart",
      description: "Removes all lines and the fields of the checkout. The cart and its session continue.",
    }),
    shopper,
    async (c) => sendCart(c, await Cart.clear(c.var.ctx, c.var.shopper.cart, writeOptions(c))),
  )
  .post(
    "/items",
    route({
      ...cartWrite,
      id: "addItem",
      summary: "Add one item or several to the cart",
      description:
        "Adds to the quantity that is already in the cart. Several items are added all or not at all. Adding to a line accepts its current price. More than is in stock is accepted with the warning `stock.insufficient`; an order would be refused. Send an `Idempotency-Key`, so that a repetition does not add twice.",
      refuses: [...cartWrite.refuses, "catalog.unknown_sku", "cart.quantity_limit", "cart.line_limit"],
    }),
    body(AddItem),
    shopperWith((c) => itemsOf(c.req.valid("json" as never)).map(({ sku }) => sku)),
    async (c) => {
      const { ctx, shopper } = c.var;
      const items = itemsOf(c.req.valid("json"));
      return sendCart(c, await Cart.addItems(ctx, shopper.cart, items, writeOptions(c)));
    },
  )
  .put(
    "/items/:sku",
    route({
      ...cartWrite,
      id: "setItem",
      summary: "Set the quantity of an item",
      description:
        "Adds the line if it is not in the cart, and removes it if the quantity is 0. Accepts the current price. Repeating the request does no harm.",
      pathParameters,
      refuses: [...cartWrite.refuses, "catalog.unknown_sku", "cart.line_limit"],
    }),
    body(SetItem),
    shopperWith((c) => [c.req.param("sku") ?? ""]),
    async (c) => {
      const { ctx, shopper } = c.var;
      const item = { sku: c.req.param("sku"), ...c.req.valid("json") };
      return sendCart(c, await Cart.setItem(ctx, shopper.cart, item, writeOptions(c)));
    },
  )
  .delete(
    "/items/:sku",
    route({
      ...cartWrite,
      id: "removeItem",
      summary: "Remove an item from the cart",
      description: "Also succeeds if the item is not in the cart, or is no longer sold.",
      pathParameters,
    }),
    shopper,
    async (c) =>
      sendCart(c, await Cart.removeItem(c.var.ctx, c.var.shopper.cart, c.req.param("sku"), writeOptions(c))),
  );

/**
 * Without the client's own key, a random one lets the cart recognise our own repeated attempts. `asked`: the body, unless it is
 * as validated.
 */
function writeOptions(c: Context<ShopEnv>, asked?: object): Cart.Write {
  const key = idempotencyKey(c);
  return {
    key: key ?? randomUUID(),
    hasClientKey: key !== undefined,
    fingerprint: fingerprint(c, asked),
    ifMatch: c.req.header("if-match"),
    ...(!c.var.shopper.session && { storeFirst: (puts) => storeWithSession(c, puts) }),
  };
}

/** Sends a cart that was written. A stored cart needs a session, so the first write stores one. */
async function sendCart(c: Context<ShopEnv>, cart: Cart.Cart): Promise<Response> {
  c.set("shopper", { ...c.var.shopper, cart });
  const session = cart.version > 0 ? await ensureSession(c) : {};
  return c.json({ ...(await viewCart(c)), ...session });
}

/** The tag is the version, for If-Match. It does not allow a 304: prices and stock change without the version. */
async function viewCart(c: Context<ShopEnv>): Promise<CartView> {
  const { ctx, shopper } = c.var;
  c.header("etag", `"${shopper.cart.version}"`);
  const view = await Cart.view(ctx, shopper.cart, Session.cartExpiry(shopper));
  return shopper.hasEnded ? { ...view, warnings: [sessionEnded, ...view.warnings] } : view;
}

const sessionEnded: CartWarning = {
  code: "session.ended",
  message: "Your session has ended. If you have an account, sign in again to see its cart.",
};
