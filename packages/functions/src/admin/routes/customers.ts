import * as Customer from "@myclothes/core/customer/admin";
import {
  AdminCustomerDetails,
  AdminCustomerPage,
  AdminCustomerQuery,
} from "@myclothes/core/customer/admin/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "customers";
const pathParameters = { id: { description: "The customer's id (`cus_…`)." } };

export const customers = new Hono<AdminEnv>()
  .get(
    "/",
    route({
      id: "listCustomers",
      tag,
      summary: "List the customers",
      description:
        "The newest first. Guests have no account and are not included: find them by their orders.",
      replies: { 200: { description: "A page of customers.", schema: AdminCustomerPage } },
    }),
    requireScopes("customers:read"),
    query(AdminCustomerQuery),
    async (c) => c.json(await Customer.list(c.var.ctx, c.req.valid("query"))),
  )
  .get(
    "/:id",
    route({
      id: "getCustomer",
      tag,
      summary: "Get a customer",
      description: "With a summary of the orders.",
      pathParameters,
      replies: { 200: { description: "The customer.", schema: AdminCustomerDetails } },
      refuses: ["customer.unknown"],
    }),
    requireScopes("customers:read"),
    async (c) => c.json(await Customer.read(c.var.ctx, c.req.param("id"))),
  )
  .delete(
    "/:id",
    route({
      id: "eraseCustomer",
      tag,
      summary: "Erase a customer's account",
      description:
        "As if the customer did it: the account and its addresses are gone at once, the sessions and the cart soon after. Orders keep what the law requires. A second erasure is 404.",
      pathParameters,
      replies: { 204: { description: "The account is erased." } },
      refuses: ["customer.unknown"],
    }),
    requireScopes("customers:write"),
    async (c) => {
      await Customer.erase(c.var.ctx, c.var.author, c.req.param("id"));
      return c.body(null, 204);
    },
  );
