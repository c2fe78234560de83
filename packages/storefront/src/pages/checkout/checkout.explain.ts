import type { Problem } from "@myclothes/client";
import { shop } from "../../shop.ts";
import { cart } from "../../state/cart.ts";
import { texts } from "../../texts.checkout.ts";
import { loadOptions } from "./checkout.options.ts";
import { type Errors, isUncertain, ORDER, type Quote, refusedFields } from "./checkout.rules.ts";
import { change, country, errors, hasCards, quote, quoteProblem, trouble } from "./checkout.state.ts";

/** Makes a sentence with a way forward of a refusal. */
export async function explain(
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

/** Shows the errors of fields, and leads to the first one. */
export function showErrors(found: Errors): void {
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
