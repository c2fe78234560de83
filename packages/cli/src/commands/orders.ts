import { randomUUID } from "node:crypto";
import { UserError } from "@myclothes/local/report";
import type { Answer } from "../api.ts";
import type { Command } from "../command.ts";
import { minorOf } from "../csv/product.ts";
import { decimal, table } from "../table.ts";

export const orders: Command[] = [
  {
    name: "orders list",
    usage: "[--to-ship] [--q <text>]",
    help: "lists orders, the newest first; --to-ship: those with units left to ship, the oldest first",
    options: { "to-ship": { type: "boolean" }, q: { type: "string" } },
    async run({ values, api, out }) {
      const queries = values["to-ship"]
        ? ["fulfillmentStatus=not_fulfilled", "fulfillmentStatus=partially_shipped"]
        : [""];
      const search = typeof values.q === "string" ? `&q=${encodeURIComponent(values.q)}` : "";
      const found: Answer["body"][] = [];
      for (const query of queries) {
        for await (const order of api().items(`/orders?${query}${search}`)) {
          if (!values["to-ship"] || order.status !== "canceled") found.push(order);
        }
      }
      if (values["to-ship"]) found.sort((one, other) => one.number - other.number);
      const rows = found.map((order) => [
        order.number,
        order.placedAt.slice(0, 16).replace("T", " "),
        order.email,
        order.itemCount,
        decimal(order.total.amount),
        order.status,
        order.paymentStatus,
        order.fulfillmentStatus,
      ]);
      out(
        table(
          ["NUMBER", "PLACED (UTC)", "E-MAIL", "UNITS", "TOTAL", "STATUS", "PAYMENT", "FULFILLMENT"],
          rows,
        ),
      );
    },
  },
  {
    name: "orders show",
    usage: "<number>",
    words: 1,
    help: "shows an order with its lines, address, payments, refunds and parcels",
    async run({ rest: [number], api, out }) {
      const order = await api().call(`/orders/${named(number)}`);
      const { name, line1, line2, postalCode, city, country } = order.shippingAddress;
      out(`Order ${order.number} of ${order.placedAt}, ${order.email}`);
      out(`${order.status}, payment ${order.paymentStatus}, ${order.fulfillmentStatus}\n`);
      const lines = order.lines.map((line: Answer["body"]) => [
        line.sku,
        line.title,
        line.options.size,
        line.options.color,
        line.quantity,
        line.shipped,
        decimal(line.lineTotal.amount),
      ]);
      out(table(["SKU", "TITLE", "SIZE", "COLOR", "ORDERED", "SHIPPED", "TOTAL"], lines));
      const { total, paid, refunds } = order;
      const refunded = refunds
        .filter(({ status }: Answer["body"]) => status !== "failed")
        .reduce((sum: number, { amount }: Answer["body"]) => sum + amount.amount, 0);
      const rest =
        refunded > 0 ? `, refunded ${decimal(refunded)}, left ${decimal(paid.amount - refunded)}` : "";
      out(`\nTotal ${decimal(total.amount)} ${total.currency}, paid ${decimal(paid.amount)}${rest}`);
      for (const { amount, createdAt, status, reason } of refunds)
        out(`Refund ${decimal(amount.amount)} on ${createdAt}, ${status}: ${reason}`);
      out(
        `To    ${[name, line1, line2, `${postalCode ?? ""} ${city}`.trim(), country].filter(Boolean).join(", ")}`,
      );
      for (const { carrier, trackingNumber, shippedAt } of order.fulfillments)
        out(`Sent  ${shippedAt} by ${carrier} ${trackingNumber ?? ""}`.trimEnd());
    },
  },
  {
    name: "orders ship",
    usage: "<number> --carrier <name> [--tracking <number>] [--tracking-url <address>]",
    words: 1,
    help: "records that everything that is left of an order was shipped",
    options: {
      carrier: { type: "string" },
      tracking: { type: "string" },
      "tracking-url": { type: "string" },
    },
    async run({ rest: [number], values, api, out }) {
      if (!values.carrier)
        throw new UserError("--carrier is missing. npm run shop -- orders ship <number> --carrier <name>");
      const { call } = api();
      const order = await call(`/orders/${named(number)}`);
      const body = {
        carrier: values.carrier,
        trackingNumber: values.tracking,
        trackingUrl: values["tracking-url"],
      };
      const headers = { "idempotency-key": randomUUID() };
      await call(`/orders/${order.id}/fulfillments`, { method: "POST", body, headers });
      out(`Order ${order.number} is shipped. The customer gets a mail.`);
    },
  },
  {
    name: "orders refund",
    usage: "<number> --reason <text> --amount <sum>|--all",
    words: 1,
    help: "pays back a part of an order, such as 12.50, or everything that is left",
    options: { reason: { type: "string" }, amount: { type: "string" }, all: { type: "boolean" } },
    async run({ rest: [number], values: { reason, amount, all }, api, out }) {
      if ((amount === undefined) === (all === undefined))
        throw new UserError("How much? --amount <sum> or --all. npm run shop -- orders refund --help");
      if (!reason) throw new UserError("--reason is missing. It is for the shop's books.");
      const sum = typeof amount === "string" ? minorOf(amount) : undefined;
      if (amount !== undefined && sum === undefined)
        throw new UserError(`--amount is "${amount}", which is not a number such as 12.50.`);
      const { call } = api();
      const order = await call(`/orders/${named(number)}`);
      const { currency } = order.total;
      const made = await call(`/orders/${order.id}/refunds`, {
        method: "POST",
        body: { reason, restock: false, ...(sum !== undefined && { amount: { amount: sum, currency } }) },
        headers: { "idempotency-key": randomUUID() },
      });
      const what = `${decimal(made.amount.amount)} ${currency} of order ${order.number}`;
      out(made.status === "pending" ? `${what} will be refunded by the provider.` : `${what} was refunded.`);
      if (order.payment.provider === "manual")
        out("The order was paid outside the shop: send the money to the customer in the same way.");
    },
  },
];

function named(number: string | undefined): string {
  if (!number) throw new UserError("Which order? Its number is in: npm run shop -- orders list");
  return encodeURIComponent(number);
}
