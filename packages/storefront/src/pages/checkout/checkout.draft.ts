import { shop } from "../../shop.ts";
import { forget, keep, kept } from "../../state/kept.ts";
import { texts } from "../../texts.checkout.ts";
import { addressOf, type Draft, firstDraft, guessCountry, isEmail, refusedFields } from "./checkout.rules.ts";
import {
  addresses,
  addressesFailed,
  change,
  countries,
  customer,
  draft,
  errors,
  saved,
  state,
  trouble,
} from "./checkout.state.ts";

const DRAFT = "checkout";

/** Reads the cart, the customer, and what was typed before. Undefined: it cannot be read. */
export async function loadDraft(): Promise<{ isEmpty: boolean } | undefined> {
  state.value = draft.value ? "ready" : "loading";
  const { data } = await shop.cart.refresh();
  if (!data) {
    if (!draft.value) state.value = "failed";
    return undefined;
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
  return { isEmpty: data.lines.length === 0 };
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

/** In the tab, each letter is kept. */
export function keepDraft() {
  if (draft.value) keep("tab", DRAFT, draft.value);
}

/** After the order: the next one begins without these fields. */
export function forgetDraft(): void {
  forget("tab", DRAFT);
  lastSaved = "";
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
