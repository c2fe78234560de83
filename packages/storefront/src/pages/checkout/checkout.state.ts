import type { Problem } from "@myclothes/client";
import { computed, effect, signal } from "@preact/signals";
import { orderPath } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { cart } from "../../state/cart.ts";
import { forget, keep, kept } from "../../state/kept.ts";
import { placed, rememberOrder } from "../../state/orders.ts";
import { go } from "../../state/page.ts";
import { texts } from "../../texts.checkout.ts";
import {
  addressOf,
  type Draft,
  type Errors,
  errorsOf,
  firstDraft,
  guessCountry,
  isEmail,
  isUncertain,
  ORDER,
  orderOf,
  pickOption,
  type Quote,
  refusedFields,
  type SavedAddress,
  type Sent,
  type ShippingOption,
  sentAs,
} from "./checkout.rules.ts";
import { allCountries } from "./countries.ts";

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

const DRAFT = "checkout";
const SENT = "checkout-order";
const QUOTE_PAUSE_MS = 250;

const saved = (id: string) => addresses.value.find((one) => one.id === id);

/** The country of the chosen address. */
export const country = computed(() => {
  const now = draft.value;
  return now ? (saved(now.addressId)?.country ?? now.country) : "";
});

/** Reads what the page needs, and follows what the shopper does until the returned function is called. */
export function start(): () => void {
  trouble.value = undefined;
  errors.value = {};
  isPlacing.value = false;
  const stops = [effect(followCountry), effect(followQuote), effect(keepDraft)];
  void load();
  return () => {
    for (const stop of stops) stop();
  };
}

export async function load(): Promise<void> {
  state.value = draft.value ? "ready" : "loading";
  const { data } = await shop.cart.refresh();
  if (!data) {
    if (!draft.value) state.value = "failed";
    return;
  }
  draft.value = firstDraft(
    kept<Draft>("tab", DRAFT),
    data,
    guessCountry(navigator.languages, countries.value),
  );
  // A customer's cart never expires. So a guest is not asked for an account, which would be an error.
  if (data.id !== null && data.expiresAt === null) await loadCustomer();
  else {
    customer.value = undefined;
    addresses.value = [];
    change({ addressId: "" });
  }
  state.value = "ready";
  if (data.lines.length === 0) await finishSent();
}

async function loadCustomer() {
  const [me, stored] = await Promise.all([
    shop.GET("/v1/customers/me"),
    shop.GET("/v1/customers/me/addresses", { params: { query: { limit: 50 } } }),
  ]);
  if (!me.data) return;
  customer.value = { email: me.data.email };
  addressesFailed.value = stored.data === undefined;
  addresses.value = stored.data?.data ?? [];
  const now = draft.value;
  if (!now || saved(now.addressId)) return;
  const hasTyped = now.name !== "" || now.line1 !== "";
  const first = addresses.value.find(({ isDefault }) => isDefault) ?? addresses.value[0];
  change({ addressId: hasTyped ? "" : (first?.id ?? "") });
}

/** Changes fields. Their errors disappear. */
export function change(fields: Partial<Draft>): void {
  if (!draft.value) return;
  draft.value = { ...draft.value, ...fields };
  const left = Object.entries(errors.value).filter(([field]) => !(field in fields));
  if (left.length < Object.keys(errors.value).length) errors.value = Object.fromEntries(left);
}

/** In the tab, each letter is kept. */
function keepDraft() {
  if (draft.value) keep("tab", DRAFT, draft.value);
}

let lastSaved = "";
let saving: Promise<void> = Promise.resolve();

/** Keeps what is complete on the server, one request after another. For the end of an input. */
export function save(): void {
  const now = draft.value;
  if (!now) return;
  const email = now.email.trim();
  const body = {
    ...(!customer.value && isEmail(email) && { email }),
    note: now.note.trim() || null,
    ...(now.addressId === "" && addressOf(now) && { shippingAddress: addressOf(now) }),
  };
  const text = JSON.stringify(body);
  if (text === lastSaved) return;
  lastSaved = text;
  saving = saving.then(async () => {
    const { error } = await shop.PATCH("/v1/cart", { body: body as never });
    if (!error) return;
    lastSaved = "";
    if (error.code === "request.invalid")
      errors.value = { ...errors.value, ...refusedFields(error, texts.checkout) };
    if (error.code === "session.expired") trouble.value = { kind: "session" };
  });
}

let optionsAsked = "";

/** Loads the ways of delivery to the chosen country. */
function followCountry() {
  const to = country.value;
  if (to !== "" && to !== optionsAsked) void loadOptions(to);
}

export async function loadOptions(to: string): Promise<void> {
  optionsAsked = to;
  const { data, error } = await shop.GET("/v1/shipping-options", {
    params: { query: { country: to } as never },
  });
  if (to !== optionsAsked) return;
  if (error) {
    optionsAsked = "";
    options.value = { country: to, data: error.code === "shipping.not_available" ? [] : "failed" };
    if (error.code === "shipping.not_available")
      trouble.value = { kind: "notAvailable", country: to, countries: error.countries ?? [] };
    return;
  }
  if (trouble.value?.kind === "notAvailable") trouble.value = undefined;
  if (data.countries) countries.value = data.countries;
  options.value = { country: to, data: data.data };
  change({ option: pickOption(data.data, draft.value?.option ?? "") });
}

/** What the total depends on. Undefined: something is missing. */
const asked = computed(() => {
  const now = draft.value;
  const lines = cart.value.cart?.lines.filter(({ available }) => available) ?? [];
  if (!now || lines.length === 0 || now.option === "" || options.value?.country !== country.value)
    return undefined;
  const address = now.addressId === "" ? addressOf(now) : undefined;
  if (now.addressId === "" && !address) return undefined;
  return JSON.stringify({
    body: {
      ...(address ? { shippingAddress: address } : { shippingAddressId: now.addressId }),
      shippingOption: now.option,
    },
    lines: lines.map(({ sku, quantity, unitPrice }) => [sku, quantity, unitPrice.amount]),
  });
});

let quoting: AbortController | undefined;

function followQuote() {
  const question = asked.value;
  const { isPending } = cart.value;
  quoting?.abort();
  if (question === undefined) {
    quote.value = undefined;
    isQuoting.value = false;
    return;
  }
  isQuoting.value = true;
  // The cart's own requests come first: the quote is about what the shop has.
  if (isPending) return;
  const timer = setTimeout(() => void calculate(question), QUOTE_PAUSE_MS);
  return () => clearTimeout(timer);
}

/** Asks the shop for the total. */
async function calculate(question: string): Promise<void> {
  quoting?.abort();
  const mine = new AbortController();
  quoting = mine;
  isQuoting.value = true;
  const { body } = JSON.parse(question);
  const answer = await shop.POST("/v1/cart/quote", { body, signal: mine.signal }).catch(() => undefined);
  if (!answer || mine.signal.aborted) return;
  isQuoting.value = false;
  quote.value = answer.data;
  quoteProblem.value = undefined;
  if (answer.error) explain(answer.error, answer.response.status, "quote");
}

export const recalculate = (): void => {
  if (asked.value !== undefined) void calculate(asked.value);
};

/** Sends the order. `total` is what the shopper has agreed to. */
export async function order(total = quote.value?.total): Promise<void> {
  const now = draft.value;
  if (!now || isPlacing.value) return;
  const found = errorsOf(now, customer.value !== undefined, texts.checkout);
  const left = { ...errors.value, ...found };
  if (Object.keys(left).length > 0) return showErrors(left);
  if (!total) return recalculate();
  const body = orderOf(now, customer.value !== undefined, total);
  const sent = sentAs(kept<Sent>("tab", SENT), body, () => crypto.randomUUID());
  keep("tab", SENT, sent);
  await send(sent);
}

async function send({ key, body }: Sent): Promise<void> {
  isPlacing.value = true;
  trouble.value = undefined;
  try {
    const header = { "Idempotency-Key": key };
    const { data, error, response } = await shop.POST("/v1/orders", { params: { header }, body });
    if (data) {
      rememberOrder(data);
      forget("tab", SENT);
      forget("tab", DRAFT);
      lastSaved = "";
      placed.value = data;
      await go(orderPath(data.id), { replace: true });
      draft.value = undefined;
      quote.value = undefined;
      return;
    }
    if (!isUncertain(response.status, error.code)) forget("tab", SENT);
    await explain(error, response.status, "order", body.expectedTotal);
  } finally {
    isPlacing.value = false;
  }
}

/**
 * The bag is empty, and this tab has sent an order whose answer it does not know: that order has probably taken the items. The same
 * request again returns it. If not, the empty bag is refused, so nothing is ordered.
 */
async function finishSent(): Promise<void> {
  const sent = kept<Sent>("tab", SENT);
  if (sent) await send(sent);
}

function showErrors(found: Errors): void {
  errors.value = found;
  trouble.value = { kind: "fields", count: Object.keys(found).length };
  focusFirst(found);
}

function focusFirst(found: Errors): void {
  const first = ORDER.find((field) => found[field] !== undefined);
  if (!first) return;
  // After the next paint, when the field has its sentence.
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`#checkout-${first}, [name="${first}"]`)?.focus(),
  );
}

/** Makes a sentence with a way forward of a refusal. */
async function explain(
  problem: Problem,
  status: number,
  from: "quote" | "order",
  was?: Quote["total"],
): Promise<void> {
  const lines = cart.value.cart?.lines ?? [];
  const titleOf = (sku: string) => {
    const line = lines.find((one) => one.sku === sku);
    return line ? [line.title, line.options.color, line.options.size].filter(Boolean).join(", ") : sku;
  };
  switch (problem.code) {
    case "request.invalid": {
      const found = refusedFields(problem, texts.checkout);
      if (Object.keys(found).length === 0) break;
      if (from === "quote") errors.value = { ...errors.value, ...found };
      else showErrors(found);
      return;
    }
    case "checkout.price_changed":
      if (!problem.total || !was) break;
      trouble.value = { kind: "price", was, is: problem.total };
      // The former total must not be agreed to again.
      quote.value = undefined;
      void shop.cart.refresh();
      recalculate();
      return;
    case "stock.insufficient": {
      const found = (problem.skus ?? []).map(async (sku) => {
        const { data } = await shop.GET("/v1/variants/{sku}/availability", { params: { path: { sku } } });
        return { sku, title: titleOf(sku), left: data?.quantity ?? 0 };
      });
      trouble.value = { kind: "stock", lines: await Promise.all(found) };
      void shop.cart.refresh();
      return;
    }
    case "checkout.item_unavailable":
    case "catalog.unknown_sku":
      trouble.value = {
        kind: "gone",
        lines: (problem.skus ?? []).map((sku) => ({ sku, title: titleOf(sku) })),
      };
      void shop.cart.refresh();
      return;
    case "cart.already_ordered":
      trouble.value = { kind: "ordered", orderId: problem.orderId };
      void shop.cart.refresh();
      return;
    case "cart.empty":
      void shop.cart.refresh();
      return;
    case "shipping.unknown_option":
      await loadOptions(country.value);
      break;
    case "shipping.not_available":
      trouble.value = { kind: "notAvailable", country: country.value, countries: problem.countries ?? [] };
      return;
    case "checkout.too_many_unpaid":
      trouble.value = { kind: "tooManyUnpaid" };
      return;
    case "session.expired":
    case "session.required":
      trouble.value = { kind: "session" };
      return;
    case "payment.provider_missing":
      hasCards.value = false;
      change({ provider: "manual" });
      trouble.value = { kind: "noCards" };
      return;
  }
  if (from === "quote") quoteProblem.value = problem;
  else if (isUncertain(status, problem.code)) trouble.value = { kind: "uncertain" };
  else trouble.value = { kind: "other", problem };
}

/** Sets each of these lines to what is left. Zero removes it. */
export async function take(lines: { sku: string; left?: number }[]): Promise<void> {
  for (const { sku, left = 0 } of lines) {
    const { error } = await shop.cart.set(sku, left);
    if (error) {
      trouble.value = { kind: "other", problem: error };
      return;
    }
  }
  trouble.value = undefined;
}
