import type { Context } from "../context.ts";
import * as CustomerMail from "../customer/customer.mail.ts";
import type { Handler } from "../events/events.handle.ts";
import type { EventName } from "../events/events.ts";
import * as Settings from "../merchant/settings.ts";
import * as Fulfillment from "../order/fulfillment.ts";
import * as Order from "../order/order.ts";
import * as Webhook from "../webhook/webhook.ts";
import * as Mail from "./mail.ts";
import * as Templates from "./templates.ts";

/**
 * The mail of each event. The handler is recorded after its mail was sent. So each mail is sent once, or
 * twice if the process dies in between.
 */
export const handlers = {
  "order.placed": (ctx, { subject }) => mailOrder(ctx, subject, Templates.orderPlaced),
  "order.confirmation_requested": (ctx, { subject }) => mailOrder(ctx, subject, Templates.orderPlaced),
  "order.canceled": (ctx, { subject }) => mailOrder(ctx, subject, Templates.orderCanceled),
  "order.refunded": (ctx, { subject }) => mailOrder(ctx, subject, Templates.orderRefunded),
  "order.payment_due": async (ctx, { subject }) => {
    const dueAt = await Order.paymentDue(ctx, subject);
    // It may have been paid or canceled meanwhile.
    if (dueAt) await mailOrder(ctx, subject, (shop, order) => Templates.orderPaymentDue(shop, order, dueAt));
  },
  /** The subject is the fulfillment. */
  "order.shipped": async (ctx, { subject }) => {
    const shipment = await Fulfillment.shipmentOf(ctx, subject);
    if (shipment) await Mail.send(ctx, shipment.email, (shop) => Templates.orderShipped(shop, shipment));
  },
  "webhook.disabled": async (ctx, { subject }) => {
    const [endpoint, { ownerEmail }] = await Promise.all([Webhook.find(ctx, subject), Settings.read(ctx)]);
    if (endpoint && ownerEmail)
      await Mail.send(ctx, ownerEmail, (shop) => Templates.webhookDisabled(shop, endpoint));
  },
  "customer.created": (ctx, { subject }) =>
    mailLink(ctx, CustomerMail.ofNewAccount(ctx, subject), Templates.accountCreated),
  "customer.email_change_requested": (ctx, { subject }) =>
    mailLink(ctx, CustomerMail.ofToken(ctx, subject), Templates.verifyEmail),
  "customer.password_reset_requested": (ctx, { subject }) =>
    mailLink(ctx, CustomerMail.ofToken(ctx, subject), Templates.passwordReset),
  /** The subject is the token that has changed the e-mail. */
  "customer.email_changed": async (ctx, { subject }) => {
    const change = await CustomerMail.ofToken(ctx, subject);
    if (change) await Mail.send(ctx, change.oldEmail, Templates.emailChanged);
  },
} satisfies Partial<Record<EventName, Handler>>;

async function mailOrder(ctx: Context, id: string, write: typeof Templates.orderPlaced): Promise<void> {
  const order = await Order.find(ctx, id);
  if (order) await Mail.send(ctx, order.email, (shop) => write(shop, order));
}

/** Sends nothing if the link has expired or was replaced, or if the account is gone. */
async function mailLink(
  ctx: Context,
  reading: Promise<CustomerMail.Link | undefined>,
  write: typeof Templates.verifyEmail,
): Promise<void> {
  const link = await reading;
  const { token } = link ?? {};
  if (link && token) await Mail.send(ctx, link.email, (shop) => write(shop, token));
}
