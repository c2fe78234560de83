import * as Address from "@myclothes/core/customer/address";
import { AddressPage, SaveAddress, SavedAddress } from "@myclothes/core/customer/address/schema";
import { PageQuery } from "@myclothes/core/page";
import { type Context, Hono } from "hono";
import { route } from "../../http/document.ts";
import { idempotencyKey, KEY_PATTERN } from "../../http/idempotency.ts";
import { body, query } from "../../http/validate.ts";
import type { ShopEnv } from "../env.ts";
import { customer } from "../shopper.ts";

const tag = "customers";
const pathParameters = { id: { description: "The address's id (`addr_…`)." } };

export const address = new Hono<ShopEnv>()
  .get(
    "/",
    route({
      id: "listAddresses",
      tag,
      summary: "List the customer's saved addresses",
      description: "The oldest first. Offer them at checkout, where `shippingAddressId` takes their ids.",
      replies: { 200: { description: "A page of addresses.", schema: AddressPage } },
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
      summary: "Save an address",
      description:
        "A customer can save up to 50. With `isDefault: true` it becomes the default in place of the former one.",
      replies: { 201: { description: "The saved address.", schema: SavedAddress } },
      requestHeaders: {
        "Idempotency-Key": {
          description: "Identifies this address. A repetition with the same key and body saves it only once.",
          pattern: KEY_PATTERN,
        },
      },
      responseHeaders: {
        "Idempotent-Replayed": {
          description: "`true` if an earlier request with this key saved the address.",
        },
      },
      refuses: ["address.limit", "idempotency.key_reused", "session.cross_site", "cart.busy"],
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
      summary: "Get a saved address",
      description: "Only the customer's own. Another customer's address is 404.",
      pathParameters,
      replies: { 200: { description: "The address.", schema: SavedAddress } },
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
      summary: "Replace a saved address",
      description:
        "Replaces the whole address: fields that you leave out are removed. Orders keep their own copy.",
      pathParameters,
      replies: { 200: { description: "The address after the change.", schema: SavedAddress } },
      refuses: ["address.unknown", "session.cross_site", "cart.busy"],
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
      summary: "Delete a saved address",
      description: "Orders keep their own copy. A second deletion is 404.",
      pathParameters,
      replies: { 204: { description: "The address is deleted." } },
      refuses: ["address.unknown", "session.cross_site", "cart.busy"],
    }),
    customer,
    async (c) => {
      await Address.remove(c.var.ctx, keyOf(c, c.req.param("id")));
      return c.body(null, 204);
    },
  );

const keyOf = (c: Context<ShopEnv>, id: string) => ({ customer: c.var.customer.id, id });
