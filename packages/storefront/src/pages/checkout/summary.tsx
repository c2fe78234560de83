import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { price } from "../../format.ts";
import { Line } from "../../parts/bag.tsx";
import { Totals } from "../../parts/totals.tsx";
import { cart } from "../../state/cart.ts";
import { messageOf } from "../../state/notice.ts";
import { texts } from "../../texts.checkout.ts";
import { recalculate } from "./checkout.quote.ts";
import { priceOf } from "./checkout.rules.ts";
import { draft, isPlacing, isQuoting, options, quote, quoteProblem } from "./checkout.state.ts";
import { TroublePart } from "./trouble.tsx";

/** An order that takes longer than this gets a sentence. */
const SLOW_MS = 4_000;

/** What is ordered, what it costs, and the button. */
export function Summary() {
  const t = texts.checkout;
  const { cart: content } = cart.value;
  if (!content) return null;
  return (
    <aside class="summary" id="summary" aria-labelledby="summary-title" tabIndex={-1}>
      <h2 id="summary-title">{t.summary}</h2>
      <ul class="lines">
        {content.lines.map((line) => (
          <Line key={line.sku} line={line} />
        ))}
      </ul>
      <Sum subtotal={content.subtotal} />
      <TroublePart />
      <OrderButton />
      <p class="terms">
        {t.terms} <a href="/legal/terms">{t.termsLink}</a> {t.and}{" "}
        <a href="/legal/privacy">{t.privacyLink}</a>.
      </p>
    </aside>
  );
}

function Sum({ subtotal }: { subtotal: Parameters<typeof price>[0] }) {
  const t = texts.checkout;
  const known = quote.value;
  const problem = quoteProblem.value;
  const found = options.value?.data;
  const option = Array.isArray(found) ? found.find(({ id }) => id === draft.value?.option) : undefined;
  const shipping = known?.shipping ?? (option && priceOf(option, subtotal.amount));
  const delivery = shipping?.amount === 0 ? t.free : (shipping ?? t.open);
  const isBusy = isQuoting.value || cart.value.isPending;
  return (
    <>
      <Totals
        isBusy={isBusy}
        parts={[
          [t.subtotal, known?.subtotal ?? subtotal],
          ...(known && known.discount.amount > 0
            ? [[t.discount, `−${price(known.discount)}`] as [string, string]]
            : []),
          [t.delivery, delivery],
          [t.tax, known?.tax ?? t.open],
        ]}
        total={[t.total, known?.total ?? t.open]}
      />
      <p class="sum-state" role="status">
        {isBusy ? t.calculating : known || problem ? "" : t.openHelp}
      </p>
      {problem && (
        <p class="warning" role="alert">
          {t.quoteFailed} {messageOf(problem)}{" "}
          <button type="button" onClick={recalculate}>
            {t.retry}
          </button>
        </p>
      )}
    </>
  );
}

function OrderButton() {
  const t = texts.checkout;
  const isSlow = useSignal(false);
  const isBusy = isPlacing.value;
  useEffect(() => {
    isSlow.value = false;
    if (!isBusy) return;
    const timer = setTimeout(() => {
      isSlow.value = true;
    }, SLOW_MS);
    return () => clearTimeout(timer);
  }, [isBusy]);
  const total = quote.value && price(quote.value.total);
  const words = draft.value?.provider === "stripe" ? t.placePay : t.place;
  return (
    <>
      <button class="button wide" type="submit" aria-busy={isBusy} aria-disabled={isBusy}>
        {isBusy ? t.placing : total ? words(total) : t.placeOpen}
      </button>
      <p class="sum-state" role="status">
        {isBusy && isSlow.value ? t.slow : ""}
      </p>
    </>
  );
}
