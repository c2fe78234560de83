import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { price } from "../../format.ts";
import { countryName } from "../../parts/form/countries.ts";
import { orderPath } from "../../routes.ts";
import { messageOf } from "../../state/notice.ts";
import { keptOrders } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import { order, take } from "./checkout.order.ts";
import { customer, quote, type Trouble, trouble } from "./checkout.state.ts";

/** What kept the order from being placed, with a way forward. It gets the focus, except if fields need it. */
export function TroublePart() {
  const place = useRef<HTMLDivElement>(null);
  const now = trouble.value;
  useEffect(() => {
    if (now && now.kind !== "fields" && now.kind !== "notAvailable") place.current?.focus();
  }, [now]);
  return (
    <div role="alert">
      {now && (
        <div class="trouble" ref={place} tabIndex={-1}>
          <Content now={now} />
        </div>
      )}
    </div>
  );
}

function Content({ now }: { now: Trouble }) {
  const t = texts.checkout.problems;
  switch (now.kind) {
    case "fields":
      return <p>{texts.checkout.check(now.count)}</p>;
    case "price": {
      const is = quote.value?.total ?? now.is;
      return (
        <>
          <p>{t.priceChanged(price(now.was), price(is))}</p>
          <Action label={t.priceAccept(price(is))} onAction={() => order(is)} />
        </>
      );
    }
    case "stock":
      return (
        <>
          <p>{t.stock}</p>
          <Names>{now.lines.map(({ title, left }) => t.left(title, left))}</Names>
          <Action label={t.take} onAction={() => take(now.lines)} />
        </>
      );
    case "gone":
      return (
        <>
          <p>{t.gone}</p>
          <Names>{now.lines.map(({ title }) => t.goneLine(title))}</Names>
          <Action label={t.remove} onAction={() => take(now.lines)} />
        </>
      );
    case "ordered":
      return (
        <>
          <p>{texts.checkout.orderedElsewhere}</p>
          {now.orderId !== undefined && (
            <a class="link" href={orderPath(now.orderId)}>
              {texts.checkout.lastOrder(keptOrders().find(({ id }) => id === now.orderId)?.number)}
            </a>
          )}
        </>
      );
    case "notAvailable":
      return (
        <>
          <p>{t.notAvailable(countryName(now.country))}</p>
          {now.countries.length > 0 && <p>{t.notAvailableHelp(now.countries.map(countryName).join(", "))}</p>}
        </>
      );
    case "tooManyUnpaid":
      return (
        <>
          <p>{t.tooManyUnpaid}</p>
          <Unpaid />
        </>
      );
    case "session":
      return (
        <>
          <p>{t.session}</p>
          <a class="link" href="/sign-in?next=/checkout">
            {texts.checkout.signIn}
          </a>
        </>
      );
    case "noCards":
      return <p>{texts.checkout.cardMissing}</p>;
    case "uncertain":
      return (
        <>
          <p>{t.unknown}</p>
          <Action label={texts.checkout.retry} onAction={() => order()} />
        </>
      );
    default:
      return <p>{messageOf(now.problem)}</p>;
  }
}

/** The orders that this shopper may have to pay or to cancel. */
function Unpaid() {
  const t = texts.checkout.problems;
  if (customer.value)
    return (
      <a class="link" href="/account/orders">
        {t.yourOrders}
      </a>
    );
  return (
    <ul>
      {keptOrders()
        .slice(0, 5)
        .map(({ id, number }) => (
          <li key={id}>
            <a class="link" href={orderPath(id)}>
              {t.order(number)}
            </a>
          </li>
        ))}
      <li>
        <a class="link" href="/sign-in?next=/checkout">
          {texts.checkout.signIn}
        </a>
      </li>
    </ul>
  );
}

const Names = ({ children }: { children: ComponentChildren[] }) => (
  <ul>
    {children.map((child) => (
      <li key={String(child)}>{child}</li>
    ))}
  </ul>
);

/** A button that shows that it works. */
function Action({ label, onAction }: { label: string; onAction: () => Promise<void> }) {
  const isBusy = useSignal(false);
  const act = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      await onAction();
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <button class="button quiet" type="button" aria-busy={isBusy.value} onClick={() => void act()}>
      {isBusy.value ? texts.checkout.problems.updating : label}
    </button>
  );
}
