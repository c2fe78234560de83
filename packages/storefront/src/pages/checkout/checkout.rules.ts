import type { Cart, components, PlaceOrder, Problem } from "@myclothes/client";
import { needsPostalCode } from "../../parts/form/countries.ts";

export type Address = components["schemas"]["Address"];
export type SavedAddress = components["schemas"]["SavedAddress"];
export type ShippingOption = components["schemas"]["ShippingOption"];
export type Quote = components["schemas"]["CartQuote"];

export const ADDRESS_FIELDS = [
  "name",
  "company",
  "line1",
  "line2",
  "city",
  "region",
  "postalCode",
  "country",
  "phone",
] as const;
type AddressField = (typeof ADDRESS_FIELDS)[number];
export type Field = AddressField | "email" | "note" | "option" | "addressId";

/** What the shopper has typed or chosen. `addressId` is that of a saved address; empty: the fields count. */
export type Draft = Record<Field, string> & { provider: "stripe" | "manual" };

export type Errors = Partial<Record<Field, string>>;

/** The fields from top to bottom, to find the first one with an error. */
export const ORDER: readonly Field[] = [
  "email",
  "addressId",
  "country",
  "name",
  "company",
  "line1",
  "line2",
  "postalCode",
  "city",
  "region",
  "phone",
  "option",
  "note",
];

/** What this tab has comes first: it also has what is not complete yet. Otherwise the cart's fields. */
export function firstDraft(
  kept: Partial<Draft> | undefined,
  cart: Pick<Cart, "email" | "note" | "shippingAddress">,
  country: string,
): Draft {
  const empty = { addressId: "", option: "", provider: "stripe" as const };
  const { shippingAddress: stored } = cart;
  const address = Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, stored?.[field] ?? ""]));
  const { country: storedCountry, ...rest } = address as Record<AddressField, string>;
  return {
    ...empty,
    ...rest,
    country: storedCountry || country,
    email: cart.email ?? "",
    note: cart.note ?? "",
    ...kept,
  };
}

/** The address of the fields. Undefined as long as something is missing. */
export function addressOf(draft: Draft): Address | undefined {
  const filled = ADDRESS_FIELDS.flatMap((field) => {
    const value = draft[field].trim();
    return value === "" ? [] : [[field, value] as const];
  });
  return missingIn(draft).length > 0 ? undefined : (Object.fromEntries(filled) as unknown as Address);
}

function missingIn(draft: Draft): AddressField[] {
  const needed: AddressField[] = ["country", "name", "line1", "city"];
  if (draft.country !== "" && needsPostalCode(draft.country)) needed.push("postalCode");
  return needed.filter((field) => draft[field].trim() === "");
}

/** As far as a browser can tell. The shop decides. */
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());

export interface Words {
  fields: Record<Field, string>;
  required: (label: string) => string;
  invalid: (label: string, message: string) => string;
  emailInvalid: string;
}

/** What must be filled in before the order is sent. */
export function errorsOf(draft: Draft, isCustomer: boolean, t: Words): Errors {
  const missing: Field[] = draft.addressId === "" ? missingIn(draft) : [];
  if (draft.option === "") missing.push("option");
  const errors: Errors = Object.fromEntries(missing.map((field) => [field, t.required(t.fields[field])]));
  if (isCustomer) return errors;
  if (draft.email.trim() === "") return { ...errors, email: t.required(t.fields.email) };
  return isEmail(draft.email) ? errors : { ...errors, email: t.emailInvalid };
}

/** The field that a pointer of the API is about: `#/shippingAddress/postalCode`. Undefined: none of this page. */
export function fieldOf(pointer: string): Field | undefined {
  const [first = "", second] = pointer.replace(/^#?\//, "").split("/");
  if (first === "shippingAddress") {
    if (second === undefined) return "line1";
    return ADDRESS_FIELDS.find((field) => field === second);
  }
  if (first === "shippingOption") return "option";
  if (first === "shippingAddressId") return "addressId";
  return first === "email" || first === "note" ? first : undefined;
}

/** The refused fields of an answer, with a sentence for each. */
export function refusedFields({ errors = [] }: Pick<Problem, "errors">, t: Words): Errors {
  return Object.fromEntries(
    errors.flatMap(({ pointer, message }) => {
      const field = fieldOf(pointer);
      return field ? [[field, t.invalid(t.fields[field], message)]] : [];
    }),
  );
}

/** The body of the order. A customer's e-mail comes from the account, and a saved address by its ID. */
export function orderOf(draft: Draft, isCustomer: boolean, total: Quote["total"]): PlaceOrder {
  const address = draft.addressId === "" ? addressOf(draft) : undefined;
  const note = draft.note.trim();
  return {
    ...(isCustomer ? {} : { email: draft.email.trim() }),
    ...(address ? { shippingAddress: address } : { shippingAddressId: draft.addressId }),
    shippingOption: draft.option,
    note: note === "" ? null : note,
    payment: { provider: draft.provider },
    expectedTotal: total,
  };
}

/** What an option costs for this subtotal, as far as its list tells. The quote also knows the weight. */
export const priceOf = ({ price, freeFrom }: ShippingOption, subtotal: number): ShippingOption["price"] =>
  freeFrom && subtotal >= freeFrom.amount ? { ...price, amount: 0 } : price;

/** The option to begin with: the chosen one if it exists here, otherwise the first. */
export const pickOption = (options: ShippingOption[], chosen: string): string =>
  options.some(({ id }) => id === chosen) ? chosen : (options[0]?.id ?? "");

/** The country of a browser's language, such as `US` of `en-US`, if the shop delivers there. */
export function guessCountry(languages: readonly string[], countries: readonly string[]): string {
  for (const language of languages) {
    const region = /^[a-z]{2,3}(?:-[A-Za-z]{4})?-([A-Z]{2})$/.exec(language)?.[1];
    if (region && countries.includes(region)) return region;
  }
  return countries.length === 1 ? (countries[0] ?? "") : "";
}

/** An order that was sent and perhaps not answered. */
export interface Sent {
  key: string;
  body: PlaceOrder;
}

/** The same key for the same order, so that a repetition, also after a reload, is no second order. */
export const sentAs = (last: Sent | undefined, body: PlaceOrder, newKey: () => string): Sent =>
  last && JSON.stringify(last.body) === JSON.stringify(body) ? last : { key: newKey(), body };

/** Whether nobody knows if the order was placed. Then its key must be kept. */
export const isUncertain = (status: number, code: string): boolean =>
  status >= 500 || status === 408 || status === 429 || code === "cart.busy";
