import * as Customer from "@myclothes/core/customer";
import { Customer as CustomerView, SignIn } from "@myclothes/core/customer/schema";
import { PageQuery } from "@myclothes/core/page";
import { Refusal } from "@myclothes/core/refusal";
import * as Session from "@myclothes/core/session";
import { SessionList, SessionView } from "@myclothes/core/session/schema";
import { Hono } from "hono";
import { route } from "../http/document.ts";
import type { Env } from "../http/env.ts";
import {
  beginsSession,
  customer,
  handOver,
  SessionToken,
  shopper,
  takeBack,
  tokenOf,
} from "../http/shopper.ts";
import { body, query } from "../http/validate.ts";

const tag = "customers";

const SignedIn = SessionView.extend({
  customer: CustomerView,
  session: SessionToken,
}).meta({ id: "SignedIn" });

export const session = new Hono<Env>()
  .post(
    "/",
    route({
      ...beginsSession,
      id: "signIn",
      tag,
      summary: "Sign in",
      session: "optional",
      description:
        "The token that came with the request ends; a guest's cart is merged, line by line the larger quantity, the customer's own lines first, up to 100.",
      replies: { 201: SignedIn },
      refuses: [
        "session.bad_credentials",
        "session.too_many_attempts",
        "session.cross_site",
        "cart.busy",
        "service.unavailable",
      ],
    }),
    body(SignIn),
    async (c) => {
      const agent = c.req.header("user-agent");
      const signedIn = await Customer.signIn(c.var.ctx, tokenOf(c), c.req.valid("json"), agent);
      const view = Session.view(signedIn.session, true);
      return c.json({ ...view, customer: signedIn.customer, ...handOver(c, signedIn) }, 201);
    },
  )
  .get(
    "/",
    route({
      id: "listSessions",
      tag,
      summary: "The customer's open sessions",
      replies: { 200: SessionList },
    }),
    query(PageQuery),
    customer,
    async (c) => {
      const { ctx, customer, shopper } = c.var;
      return c.json(await Session.list(ctx, customer.session, shopper.cart, c.req.valid("query")));
    },
  )
  .delete(
    "/current",
    route({
      id: "signOut",
      tag,
      summary: "Sign out; the cart stays the customer's",
      files: { 204: "" },
      session: "required",
      refuses: ["session.required", "session.cross_site", "cart.busy"],
    }),
    shopper,
    async (c) => {
      const { ctx, shopper } = c.var;
      const isGuest = shopper.session && !shopper.session.customer;
      if (isGuest || !tokenOf(c)) throw new Refusal("session.required", "Sign in first.");
      // A token that is dead already, perhaps by this very request whose answer was lost, is taken back all the same.
      await Session.signOut(ctx, shopper);
      takeBack(c);
      return c.body(null, 204);
    },
  )
  .delete(
    "/:id",
    route({
      id: "endSession",
      tag,
      summary: "End one of the customer's sessions",
      files: { 204: "" },
      // `current` is an id too: it signs out.
      refuses: ["session.unknown", "session.cross_site", "cart.busy"],
    }),
    customer,
    async (c) => {
      const { ctx, customer } = c.var;
      await Session.end(ctx, customer.session, c.req.param("id"));
      if (c.req.param("id") === customer.session.id) takeBack(c);
      return c.body(null, 204);
    },
  );
