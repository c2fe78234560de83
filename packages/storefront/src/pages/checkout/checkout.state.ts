import type { Problem } from "@myclothes/client";
import { computed, signal } from "@preact/signals";
import { allCountries } from "../../parts/form/countries.ts";
import type { Draft, Errors, Quote, SavedAddress, ShippingOption } from "./checkout.rules.ts";

export type Trouble =
  | { kind: "fields"; count: number }
  | { kind: "price"; was: Quote["total"]; is: Quote["total"] }
  | { kind: "stock"; lines: { sku: string; title: string; left: number }[] }
  | { kind: "gone"; lines: { sku: string; title: string }[] }
  | { kind: "ordered"; orderId: string | undefined }
  | { kind: "notAvailable"; country: string; countries: string[] }
  | { kind: "tooManyUnpaid" }
  | { kind: "session" }
  | { kind: "noCards" }
  | { kind: "uncertain" }
  | { kind: "other"; problem: Problem };

/** The state of this page. Undefined until the cart is known. */
export const draft = signal<Draft | undefined>(undefined);
export const state = signal<"loading" | "failed" | "ready">("loading");
export const errors = signal<Errors>({});
export const trouble = signal<Trouble | undefined>(undefined);

export const customer = signal<{ email: string } | undefined>(undefined);
export const addresses = signal<SavedAddress[]>([]);
export const addressesFailed = signal(false);

export const countries = signal<string[]>(allCountries);
export const options = signal<{ country: string; data: ShippingOption[] | "failed" } | undefined>(undefined);

export const quote = signal<Quote | undefined>(undefined);
export const isQuoting = signal(false);
/** Why there is no total. */
export const quoteProblem = signal<Problem | undefined>(undefined);

export const isPlacing = signal(false);
/** Whether the page may offer cards. The shop tells only when somebody orders. */
export const hasCards = signal(true);

/** The saved address with this ID. */
export const saved = (id: string) => addresses.value.find((one) => one.id === id);

/** The country of the chosen address. */
export const country = computed(() => {
  const now = draft.value;
  return now ? (saved(now.addressId)?.country ?? now.country) : "";
});

/** Changes fields. Their errors disappear, and the sentence that counts the errors follows. */
export function change(fields: Partial<Draft>): void {
  if (!draft.value) return;
  draft.value = { ...draft.value, ...fields };
  const left = Object.entries(errors.value).filter(([field]) => !(field in fields));
  if (left.length < Object.keys(errors.value).length) errors.value = Object.fromEntries(left);
  if (trouble.value?.kind === "fields")
    trouble.value = left.length > 0 ? { kind: "fields", count: left.length } : undefined;
}
