import * as Customer from "@myclothes/core/customer";
import { exportCustomer } from "@myclothes/core/customer/export";
import { CustomerExport } from "@myclothes/core/customer/export/schema";
import {
  ChangeEmail,
  ChangePassword,
  ChangeProfile,
  Customer as CustomerView,
  Erase,
  Register,
} from "@myclothes/core/customer/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { KEY_PATTERN } from "../../http/idempotency.ts";
import { body } from "../../http/validate.ts";
import { clientOf, rememberDevice } from "../client.ts";
import type { ShopEnv } from "../env.ts";
import { customer } from "../shopper.ts";
import { clearCookie, issuesToken, issueToken, SessionToken, tokenOf } from "../token.ts";

const tag = "customers";

const Registered = CustomerView.extend({ session: SessionToken }).meta({ id: "Registered" });

export const customers = new Hono<ShopEnv>()
  .post(
    "/",
    route({
      id: "register",
      tag,
      summary: "Create an account and sign in",
      description:
        "Starts a session for the new customer. The guest's cart becomes the customer's cart, and the old token ends. An e-mail that already has an account is refused with 409; after 20 such refusals in 15 minutes, more requests from the same IP address are refused with 429.",
      requestHeaders: {
        ...issuesToken.requestHeaders,
        "Idempotency-Key": {
          description:
            "Identifies this registration for 24 hours. A repetition with the same e-mail, name and password signs in to the account that the first request created.",
          pattern: KEY_PATTERN,
        },
      },
      responseHeaders: {
        "Set-Cookie": {
          description:
            "`__Host-session`: the new session's token. `__Host-device`: remembers that this device has signed in. Not for bearer clients.",
        },
        "Idempotent-Replayed": {
          description: "`true` if an earlier request with this key created the account.",
        },
      },
      replies: { 201: { description: "The new customer, signed in.", schema: Registered } },
      security: "optional",
      refuses: [
        "customer.email_taken",
        "idempotency.key_reused",
        "session.too_many_attempts",
        "session.cross_site",
        "cart.busy",
        "service.unavailable",
      ],
    }),
    body(Register),
    async (c) => {
      const registered = await Customer.register(c.var.ctx, tokenOf(c), c.req.valid("json"), clientOf(c));
      if (registered.replayed) c.header("idempotent-replayed", "true");
      const session = issueToken(c, registered);
      rememberDevice(c, registered.device);
      return c.json({ ...registered.customer, ...session }, 201);
    },
  )
  .get(
    "/me",
    route({
      id: "getProfile",
      tag,
      summary: "Get the customer's profile",
      description: "401 tells a storefront that nobody is signed in.",
      replies: { 200: { description: "The profile.", schema: CustomerView } },
    }),
    customer,
    async (c) => c.json(await Customer.profile(c.var.ctx, c.var.customer.id)),
  )
  .patch(
    "/me",
    route({
      id: "changeProfile",
      tag,
      summary: "Change the customer's name",
      description: "For the e-mail, see `POST /v1/customers/me/email-changes`.",
      replies: { 200: { description: "The profile after the change.", schema: CustomerView } },
      refuses: ["session.cross_site", "cart.busy"],
    }),
    body(ChangeProfile),
    customer,
    async (c) => c.json(await Customer.changeProfile(c.var.ctx, c.var.customer.id, c.req.valid("json"))),
  )
  .post(
    "/me/email-changes",
    route({
      id: "changeEmail",
      tag,
      summary: "Request a change of e-mail",
      description:
        "Sends a mail with a link to the new address. The change takes effect when `PUT /v1/email-verifications/{token}` confirms it within 24 hours. With the account's own e-mail, the link verifies it. A new request replaces an earlier one. The answer does not tell whether the e-mail has another account. At most 10 requests per hour.",
      replies: { 202: { description: "A mail will be sent." } },
      refuses: ["customer.wrong_password", "session.too_many_attempts", "session.cross_site", "cart.busy"],
    }),
    body(ChangeEmail),
    customer,
    async (c) => {
      await Customer.changeEmail(c.var.ctx, c.var.customer.id, c.req.valid("json"));
      return c.body(null, 202);
    },
  )
  .get(
    "/me/export",
    route({
      id: "exportAccount",
      tag,
      summary: "Export everything stored about the customer",
      description: "Profile, addresses, cart, sessions and orders in one document.",
      replies: { 200: { description: "The document.", schema: CustomerExport } },
    }),
    customer,
    async (c) => {
      const { ctx, customer, shopper } = c.var;
      return c.json(await exportCustomer(ctx, customer.id, { ...shopper, ...customer }));
    },
  )
  .post(
    "/me/erasure",
    route({
      id: "eraseAccount",
      tag,
      summary: "Erase the account",
      description:
        "Erases the profile, the addresses and the cart, and ends all sessions. It cannot be undone. Orders remain, with only the data that the law requires.",
      replies: { 204: { description: "The account is erased, and the session's cookie is deleted." } },
      refuses: ["customer.wrong_password", "session.too_many_attempts", "session.cross_site", "cart.busy"],
    }),
    body(Erase),
    customer,
    async (c) => {
      await Customer.erase(c.var.ctx, c.var.customer.id, c.req.valid("json").password);
      clearCookie(c);
      return c.body(null, 204);
    },
  )
  .put(
    "/me/password",
    route({
      id: "changePassword",
      tag,
      summary: "Change the password",
      description: "Ends all other sessions of the customer. The session of this request continues.",
      replies: { 204: { description: "The new password is valid." } },
      refuses: ["customer.wrong_password", "session.too_many_attempts", "session.cross_site", "cart.busy"],
    }),
    body(ChangePassword),
    customer,
    async (c) => {
      const { ctx, customer, shopper } = c.var;
      await Customer.changePassword(ctx, customer.id, shopper, c.req.valid("json"));
      return c.body(null, 204);
    },
  );
