import * as Cart from "@myclothes/core/cart";
import { CartWarning } from "@myclothes/core/cart/schema";
import * as Customer from "@myclothes/core/customer";
import { Customer as CustomerView, SignIn } from "@myclothes/core/customer/schema";
import { PageQuery } from "@myclothes/core/page";
import { Refusal } from "@myclothes/core/refusal";
import * as Session from "@myclothes/core/session";
import { SessionList, SessionView } from "@myclothes/core/session/schema";
import { Hono } from "hono";
import * as z from "zod";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { body, query } from "../../http/validate.ts";
import { clientOf, rememberDevice } from "../client.ts";
import { beginsSession, customer, handOver, SessionToken, shopper, takeBack, tokenOf } from "../shopper.ts";

const tag = "customers";

const SignedIn = SessionView.extend({
  customer: CustomerView,
  session: SessionToken,
  warnings: z.array(CartWarning).meta({ description: "The guest's lines that the cart had no room for." }),
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
        "The token that came with the request ends; a guest's cart is merged, line by line the larger quantity, the customer's own lines first, up to 100. Of wrong passwords, 10 in a quarter of an hour are answered: for each device that has signed in before, else for each account and address. From any addresses together an account takes 100, and one address 100 at any accounts.",
      requestHeaders: {
        ...beginsSession.requestHeaders,
        "Idempotency-Key": {
          required: false,
          description:
            "A new one for each sign-in. Sent again on the same day, it opens the same session again.",
        },
      },
      responseHeaders: {
        "Set-Cookie": "`__Host-session`, the new session; `__Host-device`, that this device has signed in.",
        "Idempotent-Replayed": "`true` where the session had been opened before under this key.",
      },
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
      const signedIn = await Customer.signIn(c.var.ctx, tokenOf(c), c.req.valid("json"), clientOf(c));
      if (signedIn.replayed) c.header("idempotent-replayed", "true");
      const view = Session.view(signedIn.session, true);
      const warnings = Cart.droppedWarnings(signedIn.dropped);
      const session = handOver(c, signedIn);
      rememberDevice(c, signedIn.device);
      return c.json({ ...view, customer: signedIn.customer, warnings, ...session }, 201);
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
      // A cookie whose session has ended, perhaps by this very request whose answer was lost, is cleared all the same.
      if (!Session.customerId(shopper) && !shopper.hasEnded) {
        throw new Refusal("session.required", "Sign in first.");
      }
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
      await Session.revoke(ctx, customer.session, c.req.param("id"));
      if (c.req.param("id") === customer.session.id) takeBack(c);
      return c.body(null, 204);
    },
  );
