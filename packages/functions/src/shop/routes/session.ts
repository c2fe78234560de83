import * as Cart from "@myclothes/core/cart";
import { CartWarning } from "@myclothes/core/cart/schema";
import * as Customer from "@myclothes/core/customer";
import { Customer as CustomerView, SignIn } from "@myclothes/core/customer/schema";
import { PageQuery } from "@myclothes/core/page";
import * as Session from "@myclothes/core/session";
import { SessionList, SessionView } from "@myclothes/core/session/schema";
import { Hono } from "hono";
import * as z from "zod";
import { route } from "../../http/document.ts";
import { KEY_PATTERN } from "../../http/idempotency.ts";
import { body, query } from "../../http/validate.ts";
import { clientOf, rememberDevice } from "../client.ts";
import type { ShopEnv } from "../env.ts";
import { customer, shopper, signInFirst } from "../shopper.ts";
import { clearCookie, issuesToken, issueToken, SessionToken, tokenOf } from "../token.ts";

const tag = "customers";

const SignedIn = SessionView.extend({
  customer: CustomerView,
  session: SessionToken,
  warnings: z.array(CartWarning).meta({
    description:
      "`cart.line_dropped` for each line of the guest's cart that did not fit into the customer's cart.",
  }),
}).meta({ id: "SignedIn" });

export const session = new Hono<ShopEnv>()
  .post(
    "/",
    route({
      id: "signIn",
      tag,
      summary: "Sign in",
      description:
        "Starts a session under a new token, and ends the token that came with the request. A guest's cart is merged into the customer's: each line keeps the larger quantity, up to 100 lines. After 10 wrong passwords in 15 minutes, attempts are refused with 429; they are counted for each device that has signed in before, and for all other clients by account and IP address. Across all IP addresses the limit is 100 for an account, and across all accounts 100 for an IP address.",
      requestHeaders: {
        ...issuesToken.requestHeaders,
        "Idempotency-Key": {
          description:
            "Identifies this sign-in: a new random value for each. A repetition on the same day (UTC) returns the same session.",
          pattern: KEY_PATTERN,
        },
      },
      responseHeaders: {
        "Set-Cookie": {
          description:
            "`__Host-session`: the new session's token. `__Host-device`: remembers that this device has signed in. Not for bearer clients.",
        },
        "Idempotent-Replayed": {
          description: "`true` if an earlier request with this key started the session.",
        },
      },
      replies: { 201: { description: "The new session and its customer.", schema: SignedIn } },
      security: "optional",
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
      const session = issueToken(c, signedIn);
      rememberDevice(c, signedIn.device);
      return c.json({ ...view, customer: signedIn.customer, warnings, ...session }, 201);
    },
  )
  .get(
    "/",
    route({
      id: "listSessions",
      tag,
      summary: "List the customer's sessions",
      description: "The open sessions on all devices, the newest first. For a page where customers end them.",
      replies: { 200: { description: "A page of sessions.", schema: SessionList } },
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
      summary: "Sign out",
      description:
        "Ends the session of this request. The cart stays with the customer, for the next sign-in. Also succeeds with a cookie whose session has ended.",
      replies: { 204: { description: "The session has ended, and its cookie is deleted." } },
      security: "required",
      refuses: ["session.required", "session.cross_site", "cart.busy"],
    }),
    shopper,
    async (c) => {
      const { ctx, shopper } = c.var;
      // The session may have ended by this very request, whose answer was lost: the cookie must still be cleared.
      if (!Session.customerId(shopper) && !shopper.hasEnded) throw signInFirst();
      await Session.signOut(ctx, shopper);
      clearCookie(c);
      return c.body(null, 204);
    },
  )
  .delete(
    "/:id",
    route({
      id: "endSession",
      tag,
      summary: "End one of the customer's sessions",
      description: "Signs out another device. With the id of the current session it signs out this one.",
      pathParameters: { id: { description: "The session's id, from the list of sessions." } },
      replies: { 204: { description: "The session has ended." } },
      // `current` is an id too: it signs out.
      refuses: ["session.unknown", "session.cross_site", "cart.busy"],
    }),
    customer,
    async (c) => {
      const { ctx, customer } = c.var;
      await Session.revoke(ctx, customer.session, c.req.param("id"));
      if (c.req.param("id") === customer.session.id) clearCookie(c);
      return c.body(null, 204);
    },
  );
