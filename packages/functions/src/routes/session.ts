import * as Customer from "@myclothes/core/customer";
import { Customer as CustomerView, SignIn } from "@myclothes/core/customer/schema";
import * as Session from "@myclothes/core/session";
import { SessionList, SessionView } from "@myclothes/core/session/schema";
import { Hono } from "hono";
import { route } from "../http/document.ts";
import type { Env } from "../http/env.ts";
import { beginsSession, customer, handOver, SessionToken, takeBack, tokenOf } from "../http/shopper.ts";
import { body } from "../http/validate.ts";

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
      session: true,
      description:
        "The token that came with the request ends; a guest's cart is merged, line by line the larger quantity.",
      replies: { 201: SignedIn },
      refuses: [
        "session.bad_credentials",
        "session.too_many_attempts",
        "session.cross_site",
        "service.unavailable",
      ],
    }),
    body(SignIn),
    async (c) => {
      const agent = c.req.header("user-agent");
      const signedIn = await Customer.signIn(c.var.ctx, tokenOf(c), c.req.valid("json"), agent);
      const { session } = signedIn.shopper;
      const view = session && Session.view(session, true);
      return c.json({ ...view, customer: signedIn.customer, ...handOver(c, signedIn.shopper) }, 201);
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
    customer,
    async (c) => c.json(await Session.list(c.var.ctx, c.var.customer.session, c.var.shopper.cart)),
  )
  .delete(
    "/current",
    route({
      id: "signOut",
      tag,
      summary: "Sign out; the cart stays the customer's",
      files: { 204: "" },
      refuses: ["session.cross_site"],
    }),
    customer,
    async (c) => {
      await Session.signOut(c.var.ctx, c.var.customer.session);
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
      refuses: ["session.unknown", "session.cross_site"],
    }),
    customer,
    async (c) => {
      await Session.end(c.var.ctx, c.var.customer.session, c.req.param("id"));
      return c.body(null, 204);
    },
  );
