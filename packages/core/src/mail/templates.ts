import type { StoredAddress } from "../customer/address.schema.ts";
import type { Order } from "../order/order.schema.ts";
import { mailTokenFor } from "../order/order.ts";
import { button, document, facts, heading, lines, type Part, paragraph, table } from "./document.ts";
import { amount, day, oneLine, safeUrl } from "./mail.rules.ts";
import type { Shop } from "./shop.ts";
import { english, type Texts } from "./texts.ts";

/** A mail as text and as HTML. The subject contains nothing personal: it is logged. */
export interface Message {
  subject: string;
  text: string;
  html: string;
}

/** What was shipped of an order. */
export interface Shipment {
  order: Pick<Order, "id" | "number" | "shippingAddress">;
  lines: Pick<Order["lines"][number], "title" | "options" | "quantity">[];
  carrier: string;
  trackingNumber: string | null;
  trackingUrl: string | null;
  shippedAt: string;
}

const framed = (
  { name: shop }: Shop,
  t: Texts,
  { subject, heading }: { subject: string; heading: string },
  parts: Part[],
): Message =>
  document(
    { language: t.language, subject, heading, shop: oneLine(shop), footer: t.footer(oneLine(shop)) },
    parts,
  );

export function orderPlaced(shop: Shop, order: Order, t = english): Message {
  const { number, placedAt } = order;
  const { subject, heading, text } = t.orderPlaced;
  return framed(shop, t, { subject: subject(number), heading }, [
    paragraph(text(number, day(placedAt, shop.locale))),
    ...content(shop, order, t),
    ...delivery(order.shippingAddress, t),
    orderLink(shop, order, t),
  ]);
}

export function orderPaymentDue(shop: Shop, order: Order, dueAt: string, t = english): Message {
  const { number, placedAt } = order;
  const { subject, heading, text, ending } = t.orderPaymentDue;
  return framed(shop, t, { subject: subject(number), heading }, [
    paragraph(text(number, day(placedAt, shop.locale), day(dueAt, shop.locale))),
    ...content(shop, order, t),
    orderLink(shop, order, t),
    paragraph(ending),
  ]);
}

export function orderShipped(shop: Shop, shipment: Shipment, t = english): Message {
  const { order, carrier, trackingNumber } = shipment;
  const { subject, heading, text, ...words } = t.orderShipped;
  const url = safeUrl(shipment.trackingUrl ?? undefined);
  return framed(shop, t, { subject: subject(order.number), heading }, [
    paragraph(text(order.number, day(shipment.shippedAt, shop.locale))),
    table(
      t.order.items,
      [t.order.item, t.order.quantity],
      shipment.lines.map((line) => [titleOf(line), String(line.quantity)]),
    ),
    facts([
      [words.carrier, oneLine(carrier)],
      ...(trackingNumber ? [[words.trackingNumber, oneLine(trackingNumber)] as [string, string]] : []),
    ]),
    ...(url ? [button(words.track, url, t.linkHelp)] : []),
    ...delivery(order.shippingAddress, t),
    orderLink(shop, order, t),
  ]);
}

export function orderCanceled(shop: Shop, order: Order, t = english): Message {
  const { subject, heading, text } = t.orderCanceled;
  return framed(shop, t, { subject: subject(order.number), heading }, [
    paragraph(text(order.number)),
    ...content(shop, order, t),
    orderLink(shop, order, t),
  ]);
}

export function orderRefunded(shop: Shop, order: Order, t = english): Message {
  const { subject, heading, part, parts, all, bank, refunded } = t.orderRefunded;
  const made = order.refunds.filter(({ status }) => status === "succeeded");
  const sum = made.reduce((sum, { amount }) => sum + amount.amount, 0);
  const shown = amount({ ...order.total, amount: sum }, shop.locale);
  // The event does not say which refund it is about, so the mail names their sum.
  const text = sum === order.total.amount ? all : made.length > 1 ? parts : part;
  return framed(shop, t, { subject: subject(order.number), heading }, [
    paragraph(`${text(order.number, shown)} ${bank}`),
    facts([
      [t.order.total, amount(order.total, shop.locale)],
      [refunded, shown],
    ]),
    orderLink(shop, order, t),
  ]);
}

// The customer's name is in none of the mails with a link: whoever enters an address could write to its owner by a name.

export const accountCreated = (shop: Shop, token: string, t = english): Message =>
  linked(shop, t, t.accountCreated, verification(shop, token));

export const verifyEmail = (shop: Shop, token: string, t = english): Message =>
  linked(shop, t, t.verifyEmail, verification(shop, token));

export const passwordReset = (shop: Shop, token: string, t = english): Message =>
  linked(shop, t, t.passwordReset, `${shop.origin}/account/password-reset#token=${token}`);

export function emailChanged(shop: Shop, t = english): Message {
  const { text, ending } = t.emailChanged;
  return framed(shop, t, t.emailChanged, [paragraph(text(oneLine(shop.name))), paragraph(ending)]);
}

/** To the owner. */
export function webhookDisabled(shop: Shop, { id, url }: { id: string; url: string }, t = english): Message {
  const { text, ending, ...words } = t.webhookDisabled;
  return framed(shop, t, words, [
    paragraph(text(oneLine(id))),
    facts([[words.address, oneLine(url)]]),
    paragraph(ending),
  ]);
}

/** A token is in the fragment, which browsers send neither to a server nor as `Referer`, so no log has it. */
const verification = ({ origin }: Shop, token: string): string =>
  `${origin}/account/email-verification#token=${token}`;

/** To the page of an order, which opens for a guest too. */
const orderLink = ({ origin }: Shop, { id }: Pick<Order, "id">, t: Texts): Part =>
  button(t.order.view, `${origin}/orders/${id}#token=${mailTokenFor(id)}`, t.linkHelp);

const linked = (shop: Shop, t: Texts, words: Texts["accountCreated"], url: string): Message =>
  framed(shop, t, words, [
    paragraph(words.text(oneLine(shop.name))),
    button(words.action, url, t.linkHelp),
    paragraph(words.ending),
  ]);

function content({ locale }: Shop, order: Order, { order: words }: Texts): Part[] {
  const rows = order.lines.map((line) => [
    titleOf(line),
    String(line.quantity),
    amount(line.lineTotal, locale),
  ]);
  return [
    table(words.items, [words.item, words.quantity, words.total], rows),
    facts([
      [words.subtotal, amount(order.subtotal, locale)],
      [words.shipping, amount(order.shipping, locale)],
      [words.tax, amount(order.tax, locale)],
      [words.total, amount(order.total, locale)],
    ]),
  ];
}

const titleOf = ({ title, options: { size, color } }: Shipment["lines"][number]): string =>
  oneLine([title, color, size].filter(Boolean).join(", "));

const delivery = (address: StoredAddress, { order: words }: Texts): Part[] => [
  heading(words.address),
  lines(
    [
      address.name,
      address.company,
      address.line1,
      address.line2,
      [address.postalCode, address.city].filter(Boolean).join(" "),
      address.region,
      address.country,
    ].flatMap((line) => (line ? [oneLine(line)] : [])),
  ),
];
