import { effect } from "@preact/signals";
import { orderPath } from "../../routes.ts";
import { shop } from "../../shop.ts";
import { forget, keep, kept } from "../../state/kept.ts";
import { placed, rememberOrder } from "../../state/orders.ts";
import { go } from "../../state/page.ts";
import { texts } from "../../texts.checkout.ts";
import { forgetDraft, keepDraft, loadDraft } from "./checkout.draft.ts";
import { explain, showErrors } from "./checkout.explain.ts";
import { followCountry } from "./checkout.options.ts";
import { followQuote, recalculate } from "./checkout.quote.ts";
import { errorsOf, isUncertain, orderOf, type Sent, sentAs } from "./checkout.rules.ts";
import { customer, draft, errors, isPlacing, quote, trouble } from "./checkout.state.ts";

const SENT = "checkout-order";

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

/** Reads what the page needs. If the bag is empty, the order that this tab has sent may have taken its items. */
export async function load(): Promise<void> {
  const found = await loadDraft();
  if (found?.isEmpty) await finishSent();
}

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
      forgetDraft();
      placed.value = data;
      await go(orderPath(data.id), { replace: true });
      draft.value = undefined;
      quote.value = undefined;
      return;
    }
    if (!isUncertain(response.status, error.code)) forget("tab", SENT);
    await explain(error, response.status, "order", body.expectedTotal);
    if (error.code === "checkout.price_changed") recalculate();
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
