import * as Customer from "@myclothes/core/customer";
import { RequestReset, ResetPassword } from "@myclothes/core/customer/schema";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { route, withDocumentation } from "../../http/document.ts";
import { body } from "../../http/validate.ts";
import { clientOf, deviceOf, rememberDevice } from "../client.ts";
import type { ShopEnv } from "../env.ts";
import { credentialOf } from "../token.ts";

const tag = "customers";
const pathParameters = { token: { description: "The token of the link: what follows `#token=`." } };

/** Refuses a write from another site that carries the session's cookie. */
const sameSite = withDocumentation(
  createMiddleware<ShopEnv>(async (c, next) => {
    credentialOf(c);
    await next();
  }),
  { refuses: ["session.cross_site"] },
);

/** The routes behind the links in mails. A token is the credential, so they read no session. */
export const link = new Hono<ShopEnv>()
  .post(
    "/password-resets",
    route({
      id: "requestPasswordReset",
      tag,
      summary: "Request a link for a new password",
      description:
        "Sends a mail with a link to the account's e-mail. The answer is the same whether or not the account exists. After 5 requests in an hour for one e-mail from one IP address, more are refused with 429; across all IP addresses the limit is 20 for an e-mail, and across all e-mails 50 for an IP address.",
      replies: { 202: { description: "If the account exists, a mail will be sent." } },
      refuses: ["session.too_many_attempts", "service.unavailable"],
    }),
    body(RequestReset),
    sameSite,
    async (c) => {
      await Customer.requestReset(c.var.ctx, c.req.valid("json"), clientOf(c));
      return c.body(null, 202);
    },
  )
  .put(
    "/password-resets/:token",
    route({
      id: "resetPassword",
      tag,
      summary: "Set a new password by a link",
      description:
        "The link works once, within an hour, and until the password or the e-mail changes. All sessions of the customer end. It also verifies the e-mail. A repetition with the same password succeeds.",
      pathParameters,
      replies: { 204: { description: "The new password is valid." } },
      refuses: ["customer.unknown_token", "session.too_many_attempts", "service.unavailable"],
    }),
    body(ResetPassword),
    sameSite,
    async (c) => {
      await Customer.resetPassword(c.var.ctx, c.req.param("token"), c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .put(
    "/email-verifications/:token",
    route({
      id: "verifyEmail",
      tag,
      summary: "Verify an e-mail by a link",
      description:
        "Verifies the e-mail of a new account, or makes a requested change of e-mail; then the old address is notified. The link works once, within 24 hours. A repetition succeeds as long as nothing else has changed.",
      pathParameters,
      responseHeaders: {
        "Set-Cookie": {
          description:
            "`__Host-device`, if this device has signed in to the account: remembers it for the new e-mail.",
        },
      },
      replies: { 204: { description: "The account has this e-mail, and it is verified." } },
      refuses: ["customer.unknown_token", "customer.email_taken", "service.unavailable"],
    }),
    sameSite,
    async (c) => {
      const { device } = await Customer.verifyEmail(c.var.ctx, c.req.param("token"), deviceOf(c));
      rememberDevice(c, device);
      return c.body(null, 204);
    },
  );
