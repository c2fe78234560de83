import * as Customer from "@myclothes/core/customer";
import {
  ChangePassword,
  ChangeProfile,
  Customer as CustomerView,
  Register,
} from "@myclothes/core/customer/schema";
import { Hono } from "hono";
import { route } from "../http/document.ts";
import type { Env } from "../http/env.ts";
import { beginsSession, customer, handOver, SessionToken, takeBack, tokenOf } from "../http/shopper.ts";
import { body } from "../http/validate.ts";

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
      replies: { 201: Registered },
      session: "optional",
      refuses: ["customer.email_taken", "session.cross_site", "cart.busy", "service.unavailable"],
    }),
    body(Register),
    async (c) => {
      const agent = c.req.header("user-agent");
      const made = await Customer.register(c.var.ctx, tokenOf(c), c.req.valid("json"), agent);
      return c.json({ ...made.customer, ...handOver(c, made) }, 201);
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
      replies: { 200: CustomerView },
      refuses: ["customer.email_taken", "session.cross_site"],
    }),
    body(ChangeProfile),
    customer,
    async (c) => c.json(await Customer.change(c.var.ctx, c.var.customer.id, c.req.valid("json"))),
  )
  .delete(
    "/me",
    route({
      id: "eraseAccount",
      tag,
      summary: "Erase the account; orders keep what the law needs, nothing else is kept",
      files: { 204: "" },
      refuses: ["session.cross_site"],
    }),
    customer,
    async (c) => {
      await Customer.erase(c.var.ctx, c.var.customer.id);
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
