import { randomUUID } from "node:crypto";
import * as Cart from "@myclothes/core/cart";
import { AddItem, CartView, type CartWarning, itemsOf, SetItem } from "@myclothes/core/cart/schema";
import * as Session from "@myclothes/core/session";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { body, fingerprint, idempotencyKey, KEY_PATTERN } from "../../http/validate.ts";
import {
  begin,
  beginsSession,
  handOver,
  isBearerClient,
  issueToken,
  SessionToken,
  shopper,
} from "../shopper.ts";

const CartAnswer = CartView.extend({
  session: SessionToken.meta({
    description:
      "A new session's token, for clients that send `X-Session-Transport: bearer` or a bearer token.",
  }),
}).meta({ id: "Cart" });

const tag = "cart";
const responseHeaders = { ETag: 'The cart\'s version: `"7"`.' };

/** What all writes have in common. */
const written = {
  tag,
  replies: { 200: CartAnswer },
  requestHeaders: {
    "Idempotency-Key": {
      required: false,
      description: "The same key never counts twice, within the cart's next 32 changes.",
      pattern: KEY_PATTERN,
    },
    "If-Match": { required: false, description: "The ETag that the cart must still have; else 412." },
    "X-Session-Transport": {
      required: false,
      description: "`bearer`: a new session's token comes in the body.",
    },
  },
  responseHeaders: {
    ...responseHeaders,
    "Set-Cookie": "`__Host-session`, where this write began the session.",
  },
} as const;
const refuses = ["cart.changed", "cart.busy", "idempotency.key_reused", "session.cross_site"] as const;

export const cart = new Hono<Env>()
  .get(
    "/",
    route({
      id: "getCart",
      tag,
      summary: "The cart",
      description:
        "Without a session the cart is empty. The answer then issues a signed token, and stores nothing: the first write with it begins the session. Request the cart before the first write, and wait for the answer: then several first writes at once share one cart.",
      replies: { 200: CartAnswer },
      requestHeaders: { "X-Session-Transport": beginsSession.requestHeaders["X-Session-Transport"] },
      responseHeaders: {
        ...responseHeaders,
        "Set-Cookie": "`__Host-session`, if the request came without a session.",
      },
    }),
    shopper,
    async (c) => {
      const session = c.var.shopper.session ? {} : issueToken(c);
      return c.json({ ...(await shown(c)), ...session });
    },
  )
  .post(
    "/",
    route({
      ...beginsSession,
      id: "createCart",
      tag,
      summary: "Begin a session with an empty cart",
      description: "Stores the session at once. With a session, the answer is 200 and its cart.",
      replies: { 200: CartAnswer, 201: CartAnswer },
      responseHeaders: { ...responseHeaders, ...beginsSession.responseHeaders },
      refuses: ["cart.busy", "session.cross_site"],
    }),
    shopper,
    async (c) => {
      if (c.var.shopper.session) return c.json(await shown(c), 200);
      const issued = await begin(c);
      const session = isBearerClient(c) ? handOver(c, c.var.shopper) : issued;
      return c.json({ ...(await shown(c)), ...session }, 201);
    },
  )
  .delete(
    "/",
    route({ ...written, id: "emptyCart", summary: "Empty the cart", refuses }),
    shopper,
    async (c) => answer(c, await Cart.clear(c.var.ctx, c.var.shopper.cart, write(c))),
  )
  .post(
    "/items",
    route({
      ...written,
      id: "addItem",
      summary: "Add an item, or several, to what is in the cart",
      description:
        "Adding to a line accepts its current price. More than is in stock is accepted with a warning. The first write begins a session.",
      refuses: [...refuses, "catalog.unknown_sku", "cart.quantity_limit", "cart.line_limit"],
    }),
    body(AddItem),
    shopper,
    async (c) => {
      const { ctx, shopper } = c.var;
      const items = itemsOf(c.req.valid("json"));
      return answer(c, await Cart.addItems(ctx, shopper.cart, items, write(c)));
    },
  )
  .put(
    "/items/:sku",
    route({
      ...written,
      id: "setItem",
      summary: "Set a quantity",
      refuses: [...refuses, "catalog.unknown_sku", "cart.line_limit"],
    }),
    body(SetItem),
    shopper,
    async (c) => {
      const { ctx, shopper } = c.var;
      const item = { sku: c.req.param("sku"), ...c.req.valid("json") };
      return answer(c, await Cart.setItem(ctx, shopper.cart, item, write(c)));
    },
  )
  .delete(
    "/items/:sku",
    route({ ...written, id: "removeItem", summary: "Take a line out, if it is there", refuses }),
    shopper,
    async (c) =>
      answer(c, await Cart.removeItem(c.var.ctx, c.var.shopper.cart, c.req.param("sku"), write(c))),
  );

/** What the client asks for, told apart from all else that it asks for: by its own key, or by one made up here. */
function write(c: Context<Env>): Cart.Write {
  const key = idempotencyKey(c);
  return {
    key: key ?? randomUUID(),
    hasClientKey: key !== undefined,
    fingerprint: fingerprint(c),
    ifMatch: c.req.header("if-match"),
  };
}

/** A cart that is stored has a session: the first write begins it. */
async function answer(c: Context<Env>, cart: Cart.Cart): Promise<Response> {
  c.set("shopper", { ...c.var.shopper, cart });
  const session = cart.version > 0 ? await begin(c) : {};
  return c.json({ ...(await shown(c)), ...session });
}

/** The version is the tag, for If-Match; a 304 it is not good for, since prices and stock move without it. */
async function shown(c: Context<Env>): Promise<CartView> {
  const { ctx, shopper } = c.var;
  c.header("etag", `"${shopper.cart.version}"`);
  const view = await Cart.view(ctx, shopper.cart, Session.cartExpiry(shopper));
  return shopper.hasEnded ? { ...view, warnings: [sessionEnded, ...view.warnings] } : view;
}

const sessionEnded: CartWarning = {
  code: "session.ended",
  message: "Your session has ended. If you have an account, sign in again to see its cart.",
};
