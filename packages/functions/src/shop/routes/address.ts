import * as Address from "@myclothes/core/customer/address";
import { AddressPage, SaveAddress, SavedAddress } from "@myclothes/core/customer/address/schema";
import { PageQuery } from "@myclothes/core/page";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import type { Env } from "../../http/env.ts";
import { body, idempotencyKey, query } from "../../http/validate.ts";
import { customer } from "../shopper.ts";

const tag = "customers";

export const address = new Hono<Env>()
  .get(
    "/",
    route({
      id: "listAddresses",
      tag,
      summary: "The customer's addresses, in the order in which they were added",
      replies: { 200: AddressPage },
    }),
    query(PageQuery),
    customer,
    async (c) => c.json(await Address.list(c.var.ctx, c.var.customer.id, c.req.valid("query"))),
  )
  .post(
    "/",
    route({
      id: "addAddress",
      tag,
      summary: "Add an address",
      replies: { 201: SavedAddress },
      requestHeaders: {
        "Idempotency-Key": { required: false, description: "Names this address: it is added once." },
      },
      responseHeaders: { "Idempotent-Replayed": "`true` where it had been added before under this key." },
      refuses: ["address.limit", "idempotency.key_reused", "session.cross_site"],
    }),
    body(SaveAddress),
    customer,
    async (c) => {
      const { ctx, customer } = c.var;
      const added = await Address.add(ctx, customer.id, c.req.valid("json"), idempotencyKey(c));
      if (added.replayed) c.header("idempotent-replayed", "true");
      return c.json(added.address, 201);
    },
  )
  .get(
    "/:id",
    route({
      id: "getAddress",
      tag,
      summary: "One of the customer's addresses",
      replies: { 200: SavedAddress },
      refuses: ["address.unknown"],
    }),
    customer,
    async (c) => c.json(await Address.byId(c.var.ctx, keyOf(c, c.req.param("id")))),
  )
  .put(
    "/:id",
    route({
      id: "replaceAddress",
      tag,
      summary: "Replace an address whole: what is not given is not kept",
      replies: { 200: SavedAddress },
      refuses: ["address.unknown", "session.cross_site"],
    }),
    body(SaveAddress),
    customer,
    async (c) => c.json(await Address.replace(c.var.ctx, keyOf(c, c.req.param("id")), c.req.valid("json"))),
  )
  .delete(
    "/:id",
    route({
      id: "deleteAddress",
      tag,
      summary: "Delete an address; a second time it is not there",
      files: { 204: "" },
      refuses: ["address.unknown", "session.cross_site"],
    }),
    customer,
    async (c) => {
      await Address.remove(c.var.ctx, keyOf(c, c.req.param("id")));
      return c.body(null, 204);
    },
  );

const keyOf = (c: Context<Env>, id: string) => ({ customer: c.var.customer.id, id });
