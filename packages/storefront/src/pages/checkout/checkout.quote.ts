import { computed } from "@preact/signals";
import { shop } from "../../shop.ts";
import { cart } from "../../state/cart.ts";
import { explain } from "./checkout.explain.ts";
import { addressOf } from "./checkout.rules.ts";
import { country, draft, isQuoting, options, quote, quoteProblem } from "./checkout.state.ts";

const QUOTE_PAUSE_MS = 250;

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

export function followQuote() {
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
