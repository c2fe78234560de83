import * as Customer from "@myclothes/core/customer";
import {
  ChangePassword,
  ChangeProfile,
  Customer as CustomerView,
  Erase,
  Register,
} from "@myclothes/core/customer/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { body } from "../../http/validate.ts";
import { clientOf, deviceOf, rememberDevice } from "../client.ts";
import { beginsSession, customer, handOver, SessionToken, takeBack, tokenOf } from "../shopper.ts";

const tag = "customers";

const Registered = CustomerView.extend({
  session: SessionToken,
}).meta({ id: "Registered" });

export const customers = new Hono<Env>()
  .post(
    "/",
    route({
      ...beginsSession,
      id: "register",
      tag,
      summary: "Make an account, and be signed in; the cart is kept",
      description:
        "Registrations from one address are limited where the e-mail has an account: 20 in a quarter of an hour, then 429.",
      requestHeaders: {
        ...beginsSession.requestHeaders,
        "Idempotency-Key": {
          required: false,
          description:
            "Names this registration for 24 hours: sent again with the same e-mail, name and password it signs in to the account that it made.",
        },
      },
      responseHeaders: {
        "Set-Cookie": "`__Host-session`, the new session; `__Host-device`, that this device has signed in.",
        "Idempotent-Replayed": "`true` where the account had been made before under this key.",
      },
      replies: { 201: Registered },
      session: "optional",
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
      const made = await Customer.register(c.var.ctx, tokenOf(c), c.req.valid("json"), clientOf(c));
      if (made.replayed) c.header("idempotent-replayed", "true");
      const session = handOver(c, made);
      rememberDevice(c, made.device);
      return c.json({ ...made.customer, ...session }, 201);
    },
  )
  .get(
    "/me",
    route({ id: "getProfile", tag, summary: "The profile", replies: { 200: CustomerView } }),
    customer,
    async (c) => c.json(await Customer.profile(c.var.ctx, c.var.customer.id)),
  )
  .patch(
    "/me",
    route({
      id: "changeProfile",
      tag,
      summary: "Change what is given of the profile",
      description: "A new e-mail needs the password. It can be changed 10 times an hour.",
      responseHeaders: { "Set-Cookie": "`__Host-device`, where the e-mail was changed." },
      replies: { 200: CustomerView },
      refuses: [
        "customer.email_taken",
        "customer.wrong_password",
        "session.too_many_attempts",
        "session.cross_site",
      ],
    }),
    body(ChangeProfile),
    customer,
    async (c) => {
      const { ctx, customer } = c.var;
      const changed = await Customer.changeProfile(ctx, customer.id, c.req.valid("json"), deviceOf(c));
      rememberDevice(c, changed.device);
      return c.json(changed.customer);
    },
  )
  .post(
    "/me/erasure",
    route({
      id: "eraseAccount",
      tag,
      summary: "Erase the account; orders keep what the law needs, nothing else is kept",
      files: { 204: "" },
      refuses: ["customer.wrong_password", "session.too_many_attempts", "session.cross_site"],
    }),
    body(Erase),
    customer,
    async (c) => {
      await Customer.erase(c.var.ctx, c.var.customer.id, c.req.valid("json").password);
      takeBack(c);
      return c.body(null, 204);
    },
  )
  .put(
    "/me/password",
    route({
      id: "changePassword",
      tag,
      summary: "Change the password; every other session ends",
      files: { 204: "" },
      refuses: ["customer.wrong_password", "session.too_many_attempts", "session.cross_site"],
    }),
    body(ChangePassword),
    customer,
    async (c) => {
      const { ctx, customer, shopper } = c.var;
      await Customer.changePassword(ctx, customer.id, shopper, c.req.valid("json"));
      return c.body(null, 204);
    },
  );
