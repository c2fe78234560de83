import { randomUUID } from "node:crypto";
import * as Cart from "@myclothes/core/cart";
import { AddItem, CartView, SetItem } from "@myclothes/core/cart/schema";
import * as Session from "@myclothes/core/session";
import { type Context, Hono } from "hono";
import { route } from "../http/document.ts";
import type { Env } from "../http/env.ts";
import { begin, SessionToken, shopper } from "../http/shopper.ts";
import { body, fingerprint, idempotencyKey, KEY_PATTERN } from "../http/validate.ts";

const CartAnswer = CartView.extend({
  session: SessionToken.meta({
    description: "Where this write began the session and the request carries `X-Session-Transport: bearer`.",
  }),
}).meta({ id: "CartAnswer" });

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
      summary: "The cart; empty where there is no session, and none is started",
      replies: { 200: CartView },
      responseHeaders,
    }),
    shopper,
    async (c) => c.json(await shown(c)),
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
      summary: "Add to what is there",
      description: "The first write begins a session. More than is in stock is accepted with a warning.",
      refuses: [...refuses, "catalog.unknown_sku", "cart.quantity_limit", "cart.line_limit"],
    }),
    body(AddItem),
    shopper,
    async (c) => {
      const { ctx, shopper } = c.var;
      return answer(c, await Cart.addItem(ctx, shopper.cart, c.req.valid("json"), write(c)));
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
    keyed: key !== undefined,
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
  return Cart.view(ctx, shopper.cart, Session.cartExpiry(shopper));
}
