import "../../../packages/functions/src/http/messages.ts";
import { PutProduct } from "@myclothes/core/catalog/edit/product/schema";
import { NewStockMovement } from "@myclothes/core/catalog/edit/stock/schema";
import { ProductQuery } from "@myclothes/core/catalog/schema";
import { SaveAddress } from "@myclothes/core/customer/address/schema";
import { Ship } from "@myclothes/core/order/fulfillment/schema";
import { PlaceOrder } from "@myclothes/core/order/schema";
import { ShippingQuery } from "@myclothes/core/pricing/schema";
import { expect, it } from "vitest";
import * as z from "zod";

it.each([
  ["a list that is too short", z.array(z.string()).min(1), [], "must have at least 1 item"],
  ["a list that is too long", z.array(z.string()).max(2), ["", "", ""], "must have at most 2 items"],
  ["an empty text", z.string().min(1), "", "must not be empty"],
  ["a long text", z.string().max(2), "abc", "must be at most 2 characters long"],
  ["a number that is too small", z.int().min(1), 0, "must be at least 1"],
  ["another time", z.iso.datetime(), "tomorrow", "must be a time in UTC, such as 2030-01-31T09:00:00Z"],
  ["another day", z.iso.date(), "31.1.2030", "must be a day, such as 2030-01-31"],
])("says what is wrong with %s", (_, schema, value, message) => {
  expect(schema.safeParse(value).error?.issues[0]?.message).toBe(message);
});

const address = { name: "Ada", line1: "12 St James Square", city: "London", postalCode: "SW1Y 4JH" };
const image = { url: "https://shop.example/a.jpg" };
const COUNTRY = "must be two capital letters of ISO 3166, such as GB";

it.each([
  ["a field without choices", SaveAddress, { line1: undefined }, "line1", "is missing"],
  ["a country", SaveAddress, {}, "country", "is missing"],
  ["a status", PutProduct, {}, "status", "is missing"],
  ["a reason", NewStockMovement, {}, "reason", "is missing"],
  ["a payment provider", PlaceOrder, { payment: {} }, "payment.provider", "is missing"],
  ["a currency", PlaceOrder, { expectedTotal: { amount: 1 } }, "expectedTotal.currency", "is missing"],
  ["an alternative text", PutProduct, { images: [image] }, "images.0.alt", "is missing"],
])("says that %s is missing", (_, schema: z.ZodType, value, field, message) => {
  expect(messageAt(schema, value, field)).toBe(message);
});

it.each([
  ["a status", PutProduct, { status: "sold" }, "status", "must be draft or active or archived"],
  ["an alternative text", PutProduct, { images: [{ ...image, alt: 5 }] }, "images.0.alt", "must be a string"],
  ["a country in small letters", SaveAddress, { ...address, country: "gb" }, "country", COUNTRY],
  ["a country that does not exist", SaveAddress, { ...address, country: "UK" }, "country", COUNTRY],
  ["a country in a query", ShippingQuery, { country: "gb" }, "country", COUNTRY],
  ["an ID", ProductQuery, { id: ["abc"] }, "id.0", "must be an ID: prod_ and a ULID"],
  [
    "a tracking address",
    Ship,
    { trackingUrl: "ups.example/1Z999" },
    "trackingUrl",
    "must be an address such as https://example.com/track/1Z999",
  ],
])("says which values %s may have", (_, schema: z.ZodType, value, field, message) => {
  expect(messageAt(schema, value, field)).toBe(message);
});

const messageAt = (schema: z.ZodType, value: unknown, field: string): string | undefined =>
  schema.safeParse(value).error?.issues.find(({ path }) => path.join(".") === field)?.message;
