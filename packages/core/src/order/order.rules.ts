import type { CheckoutFields, Line } from "../cart/cart.ts";
import type { StoredAddress } from "../customer/address.schema.ts";
import { money } from "../money.ts";
import type { PricedLine, Quote } from "../pricing/pricing.ts";
import { type FieldError, invalid, Refusal } from "../refusal.ts";
import type { PlaceOrder } from "./order.schema.ts";

/** Who buys, and where the order is shipped. A customer's null e-mail, and the address of an ID, come from the account. */
export interface Buyer {
  customerId: string | null;
  email: string | null;
  address: StoredAddress | null;
  addressId: string | null;
}

/** A variant's current price (minor units) and stock. Null: the variant no longer exists. */
export interface Current {
  sku: string;
  price: number | null;
  stock: number | null;
  /** In grams. Null if it is not known: then it counts as 0. */
  weight: number | null;
}

/** What an earlier request for the same cart has stored. */
export interface EarlierOrder {
  id: string;
  number: number;
  cartId: string;
  cartVersion: number;
  idempotencyKey: string;
  fingerprint: string;
}

/** The buyer that the request names. The cart gives what the request omits. Refuses two addresses, and a guest's stored one. */
export function buyer(
  customerId: string | undefined,
  request: Partial<Pick<PlaceOrder, "email" | "shippingAddress" | "shippingAddressId">>,
  entered: CheckoutFields = {},
): Buyer {
  const { email = entered.email, shippingAddress, shippingAddressId } = request;
  if (shippingAddress && shippingAddressId) throw invalid([oneAddress]);
  if (shippingAddressId && !customerId) throw unknownAddress();
  const address = shippingAddressId ? undefined : (shippingAddress ?? entered.shippingAddress);
  return {
    customerId: customerId ?? null,
    email: email ?? null,
    address: address ?? null,
    addressId: shippingAddressId ?? null,
  };
}

const oneAddress: FieldError = {
  path: ["shippingAddress"],
  message: "is required, or shippingAddressId instead, but not both",
};

/** What neither the request nor the cart names. */
export function missing({ customerId, email, address, addressId }: Buyer): FieldError[] {
  const noEmail = customerId === null && email === null;
  return [
    ...(noEmail ? [{ path: ["email"], message: "is missing" }] : []),
    ...(address || addressId ? [] : [oneAddress]),
  ];
}

/** An unpaid order holds its stock for so long. */
const PAY_MS = 30 * 60 * 1_000;

export const expiry = (now: Date): Date => new Date(now.getTime() + PAY_MS);

/** The payment status of a new order. A total of 0 is paid at once: nobody could record its payment. */
export const paymentStatusOf = (total: number): "paid" | "pending" => (total === 0 ? "paid" : "pending");

/** Whether a provider collects the payment. Refuses one that the shop has no keys of. */
export function needsPayment(
  { payment }: PlaceOrder,
  { StripePublishableKey }: { StripePublishableKey: { value: string } },
): boolean {
  if (payment.provider === "manual") return false;
  if (StripePublishableKey.value !== "") return true;
  throw new Refusal(
    "payment.provider_missing",
    "This shop does not take payments by Stripe. Nothing was ordered.",
  );
}

/** As the database shows it. */
export const shownPayment = (payment: { id: string; expiresAt: Date } | undefined) =>
  payment ? { id: payment.id, expiresAt: payment.expiresAt.toISOString() } : null;

export const unknownAddress = () =>
  invalid([{ path: ["shippingAddressId"], message: "does not match any of your saved addresses" }]);

export const emptyCart = () => new Refusal("cart.empty", "The cart is empty. Add an item before you order.");

/**
 * The cart's lines at the prices of each line's last change. They may be old: the statement that places the
 * order checks them.
 */
export const priced = (lines: Line[]): PricedLine[] =>
  lines.map(({ sku, quantity, addedPrice }) => ({ sku, quantity, price: addedPrice }));

/** The lines whose variant no longer exists. */
export const unavailable = (lines: PricedLine[], current: Current[]): PricedLine[] =>
  lines.filter((line) => (currentOf(line, current)?.price ?? null) === null);

/** The lines with too little stock. */
export const understocked = (lines: PricedLine[], current: Current[]): PricedLine[] =>
  lines.filter((line) => (currentOf(line, current)?.stock ?? 0) < line.quantity);

/** The lines at the current prices. */
export const repriced = (lines: PricedLine[], current: Current[]): PricedLine[] =>
  lines.map((line) => ({ ...line, price: currentOf(line, current)?.price ?? line.price }));

/** In grams. */
export const weightOf = (lines: PricedLine[], current: Current[]): number =>
  lines.reduce((sum, line) => sum + (currentOf(line, current)?.weight ?? 0) * line.quantity, 0);

const currentOf = ({ sku }: PricedLine, current: Current[]) => current.find((variant) => variant.sku === sku);

export const noLongerSold = (lines: PricedLine[]): Refusal =>
  new Refusal(
    "checkout.item_unavailable",
    "An item in the cart is no longer sold. Nothing was ordered. Remove the item and order again.",
    { skus: lines.map(({ sku }) => sku) },
  );

/** For a quote, which orders nothing. */
export const nothingSold = (lines: PricedLine[]): Refusal =>
  new Refusal(
    "checkout.item_unavailable",
    "No item in the cart is sold any more, so there is no price. Remove these items.",
    { skus: lines.map(({ sku }) => sku) },
  );

export const outOfStock = (lines: PricedLine[]): Refusal =>
  new Refusal("stock.insufficient", "The cart contains more than is in stock. Nothing was ordered.", {
    skus: lines.map(({ sku }) => sku),
  });

export const tooManyUnpaid = (): Refusal =>
  new Refusal(
    "checkout.too_many_unpaid",
    "There are too many unpaid orders of this shopper or for this address. Nothing was ordered. Pay or cancel one of them first.",
  );

/** At random, so that refused shoppers do not all return at the same moment. In seconds. */
const LONGEST_WAIT_S = 5;

export const tooManyWaiting = (): Refusal =>
  new Refusal(
    "checkout.busy",
    "Other orders of these products, or of this shopper, are being placed at this moment. This request ordered nothing. Repeat it with the same Idempotency-Key in a few seconds.",
    { retryAfter: 1 + Math.floor(Math.random() * LONGEST_WAIT_S) },
  );

export function checkTotal(expected: number, { total }: Quote): void {
  if (total === expected) return;
  const detail = "The total has changed. Nothing was ordered. Show the new total and order again.";
  throw new Refusal("checkout.price_changed", detail, { total: money(total) });
}

/**
 * Of the orders that were found for a cart and a key: `made`, the one that this key has placed, and
 * `unremoved`, the one whose units are still in the cart. The cart's own orders come before those of a
 * guest's cart that was merged into it.
 */
export function pickEarlier<O extends EarlierOrder>(
  orders: O[],
  cart: { id: string; orderedVersion: number },
  key: string,
): { made: O | undefined; unremoved: O | undefined } {
  const own = orders.filter(({ cartId }) => cartId === cart.id);
  return {
    made: [...own, ...orders].find(({ idempotencyKey }) => idempotencyKey === key),
    unremoved: own.find(({ cartVersion }) => cartVersion > cart.orderedVersion),
  };
}

export function checkFingerprint(made: EarlierOrder, fingerprint: string): void {
  if (made.fingerprint === fingerprint) return;
  throw new Refusal("idempotency.key_reused", "This Idempotency-Key was used for a different order.");
}

export const alreadyOrdered = ({ id, number }: EarlierOrder): Refusal =>
  new Refusal(
    "cart.already_ordered",
    `The items of this cart were ordered as order ${number}. Check what is left in the cart.`,
    { orderId: id },
  );
