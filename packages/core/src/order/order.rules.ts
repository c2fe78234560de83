import type * as Cart from "../cart/cart.ts";
import type { StoredAddress } from "../customer/address.schema.ts";
import { sha256 } from "../hash.ts";
import { money } from "../money.ts";
import { writeCursor } from "../page.ts";
import { invalid, Refusal } from "../refusal.ts";
import type { Buyer } from "./order.place.sql.ts";
import type { Order, OrderPage, PlaceOrder, ShippingOption } from "./order.schema.ts";
import type { CurrentRow, HistoryRow, OrderRow } from "./order.sql.ts";

/** Flat rates; `price` in minor units through `money`. */
export const shippingOptions: ShippingOption[] = [
  { id: "standard", title: "Standard, 3 to 5 working days", price: money(599) },
  { id: "express", title: "Express, next working day", price: money(1499) },
];

export function shippingOption(id: string): ShippingOption {
  const option = shippingOptions.find((option) => option.id === id);
  if (option) return option;
  const message = `must be one of ${shippingOptions.map(({ id }) => id).join(", ")}`;
  throw new Refusal("shipping.unknown_option", `shippingOption ${message}.`, {
    errors: [{ path: ["shippingOption"], message }],
  });
}

/** Who buys. Refuses a guest without an e-mail, or with an address's id, and a request with two addresses or none. */
export function buyer(customerId: string | undefined, request: PlaceOrder): Buyer {
  const { email, shippingAddress, shippingAddressId } = request;
  if (!customerId && email === undefined) throw invalid([{ path: ["email"], message: "is missing" }]);
  if (!shippingAddress === !shippingAddressId) {
    throw invalid([
      { path: ["shippingAddress"], message: "is needed, or else shippingAddressId, and not both" },
    ]);
  }
  if (shippingAddressId && !customerId) throw noAddress();
  return {
    customerId: customerId ?? null,
    email: email ?? null,
    address: shippingAddress ?? null,
    addressId: shippingAddressId ?? null,
  };
}

export const noAddress = () =>
  invalid([{ path: ["shippingAddressId"], message: "is the id of no address of yours" }]);

/** A line at the price that it is to be sold for, in minor units. */
export interface PricedLine {
  sku: string;
  quantity: number;
  price: number;
}

/** All in minor units. */
export interface Quote {
  subtotal: number;
  shipping: number;
  tax: number;
  total: number;
}

export function quote(lines: PricedLine[], option: ShippingOption): Quote {
  const subtotal = lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  const shipping = option.price.amount;
  const tax = taxOn(lines, shipping);
  return { subtotal, shipping, tax, total: subtotal + shipping + tax };
}

/** No tax is charged. A shop that must charge it decides here, from the lines and the cost of shipping. */
const taxOn = (_lines: PricedLine[], _shipping: number): number => 0;

/** What the shopper saw is most likely what stood there when the item was added; the statement that sells it checks. */
export const priced = ({ lines }: Cart.Cart): PricedLine[] =>
  lines.map(({ sku, quantity, addedPrice }) => ({ sku, quantity, price: addedPrice }));

/** The lines whose variant no longer exists. */
export const unavailable = (lines: PricedLine[], current: CurrentRow[]): PricedLine[] =>
  lines.filter((line) => !current.some(({ sku }) => sku === line.sku));

export const noLongerSold = (lines: PricedLine[]): Refusal =>
  new Refusal(
    "checkout.item_unavailable",
    "An item in the cart is no longer sold. Remove it, and order again. Nothing was ordered.",
    { skus: lines.map(({ sku }) => sku) },
  );

/** The lines with too little stock. */
export const short = (lines: PricedLine[], current: CurrentRow[]): PricedLine[] =>
  lines.filter((line) => (current.find(({ sku }) => sku === line.sku)?.stock ?? 0) < line.quantity);

export const outOfStock = (lines: PricedLine[]): Refusal =>
  new Refusal("stock.insufficient", "There is less in stock than the cart asks for. Nothing was ordered.", {
    skus: lines.map(({ sku }) => sku),
  });

/** The lines at today's prices. */
export function repriced(lines: PricedLine[], current: CurrentRow[]): PricedLine[] {
  const prices = new Map(current.map(({ sku, price }) => [sku, price]));
  return lines.map((line) => ({ ...line, price: prices.get(line.sku) ?? line.price }));
}

export function checkTotal(expected: number, { total }: Quote): void {
  if (total === expected) return;
  throw new Refusal("checkout.price_changed", "The total has changed. Show the new one, and order again.", {
    total: money(total),
  });
}

/** One row for each line, the order's own columns the same in all. */
export function order([first, ...rest]: [OrderRow, ...OrderRow[]]): Order {
  return {
    id: first.id,
    number: first.number,
    status: first.status,
    paymentStatus: first.paymentStatus,
    fulfillmentStatus: first.fulfillmentStatus,
    email: first.email,
    lines: [first, ...rest].map((row) => ({
      sku: row.sku,
      title: row.title,
      options: { size: row.size, color: row.color },
      image: row.image,
      quantity: row.quantity,
      unitPrice: money(row.unitPrice),
      lineTotal: money(row.unitPrice * row.quantity),
    })),
    subtotal: money(first.subtotal),
    shipping: money(first.shipping),
    tax: money(first.tax),
    total: money(first.total),
    shippingAddress: first.shippingAddress as StoredAddress,
    placedAt: first.placedAt,
  };
}

/** A page of a history: the rows of its orders one after another. */
export function page(found: HistoryRow[]): OrderPage {
  const byOrder = new Map<string, [HistoryRow, ...HistoryRow[]]>();
  for (const row of found) {
    const rows = byOrder.get(row.id);
    if (rows) rows.push(row);
    else byOrder.set(row.id, [row]);
  }
  const data = [...byOrder.values()].map(order);
  const last = data.at(-1);
  const more = last && data.length < (found[0]?.found ?? 0);
  return { data, nextCursor: more ? writeCursor(last.id) : null };
}

/** The order as it was first answered, whatever has become of it since: what a repeated request is told. */
export const asPlaced = (order: Order): Order => ({
  ...order,
  status: "open",
  paymentStatus: "pending",
  fulfillmentStatus: "not_fulfilled",
});

/** The stored form of a guest's token: a dump of the database opens nobody's order. */
export const hashed = (token: string): string => sha256(token);
