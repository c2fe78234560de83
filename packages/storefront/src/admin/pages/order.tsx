import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AddressLines, linesOf } from "../../parts/form/address-lines.tsx";
import { api, type Order } from "../api.ts";
import { canCancel, canShip, leftOf, owed, refundable } from "../order.rules.ts";
import { Disclosure } from "../parts/form.tsx";
import { LoadState, useLoaded } from "../parts/load.tsx";
import { FulfillmentStatus, PaymentStatus } from "../parts/order-status.tsx";
import { useActions } from "../parts/shortcuts.tsx";
import { printSlips, slips } from "../parts/slips.tsx";
import { isDirty, paths } from "../router.ts";
import { dateTime, price } from "../say.ts";
import { texts } from "../texts.ts";
import { CancelOrder } from "./order-cancel.tsx";
import { History } from "./order-history.tsx";
import { SendConfirmation } from "./order-mail.tsx";
import { RecordPayment } from "./order-pay.tsx";
import { RefundOrder } from "./order-refund.tsx";
import { ShipOrder } from "./order-ship.tsx";

const t = texts.order;

/** One order: what is in it, where it goes, what has happened, and what can be done. */
export function OrderPage({ id }: { id: string }) {
  const loaded = useLoaded(() => api.GET("/admin/v1/orders/{id}", { params: { path: { id } } }), [id]);
  const order = loaded.data.value;
  useEffect(() => {
    if (!order) return;
    document.title = `${t.title(order.number)} · ${texts.title}`;
    // So that the browser's own print command prints the slip, too.
    slips.value = [order];
    return () => {
      slips.value = [];
    };
  }, [order]);
  useActions({
    p: () => order && void printSlips([order]),
    s: () => document.getElementById("carrier-field")?.querySelector("input")?.focus(),
  });
  /** After a change: nothing that is typed waits any more, and everything is read again. */
  const onChanged = async () => {
    isDirty.value = false;
    await loaded.reload();
  };
  return (
    <div class="content">
      <a class="back" href={paths.orders}>
        ← {t.back}
      </a>
      {order && <Head order={order} />}
      <LoadState loaded={loaded} />
      {order && (
        <div class="two order-parts">
          <Lines order={order} />
          <div class="side">
            <Todo order={order} onChanged={onChanged} />
            <Recipient order={order} />
            <div class="more">
              {owed(order) > 0 && (
                <Disclosure label={texts.pay.open}>
                  <RecordPayment key={order.paid.amount} order={order} onChanged={onChanged} />
                </Disclosure>
              )}
              {refundable(order) > 0 && (
                <Disclosure label={texts.refund.open}>
                  <RefundOrder key={order.refunds.length} order={order} onChanged={onChanged} />
                </Disclosure>
              )}
              {canCancel(order) && <CancelOrder order={order} onChanged={onChanged} />}
            </div>
          </div>
          <section class="past" aria-labelledby="history">
            <h2 id="history">{t.history}</h2>
            <History order={order} onChanged={onChanged} />
          </section>
        </div>
      )}
    </div>
  );
}

function Head({ order }: { order: Order }) {
  return (
    <div class="head">
      <div>
        <h1>{t.title(order.number)}</h1>
        <p class="head-facts">
          <span>{t.placed(dateTime(order.placedAt))}</span>
          <PaymentStatus status={order.paymentStatus} />
          <FulfillmentStatus order={order} />
        </p>
      </div>
      <button type="button" class="button small quiet" onClick={() => void printSlips([order])}>
        {t.print}
      </button>
    </div>
  );
}

/** The form to ship what is left, or why there is nothing to do. */
function Todo({ order, onChanged }: { order: Order; onChanged: () => Promise<void> }) {
  if (canShip(order))
    return <ShipOrder key={order.fulfillments.length} order={order} onChanged={onChanged} />;
  const isLeft = order.lines.some((line) => leftOf(line) > 0);
  return (
    <p class="panel">{order.status === "canceled" ? t.isCanceled : isLeft ? t.notPaid : t.nothingToShip}</p>
  );
}

function Lines({ order }: { order: Order }) {
  const back = order.refunds.filter(({ status }) => status !== "failed");
  const refunded = back.reduce((sum, { amount }) => sum + amount.amount, 0);
  const { currency } = order.total;
  const sums = [
    [t.subtotal, order.subtotal],
    [t.shipping, order.shipping],
    ...(order.tax.amount > 0 ? [[t.tax, order.tax] as const] : []),
    [t.total, order.total],
    [t.paid, order.paid],
    ...(refunded > 0 ? [[t.refunded, { amount: refunded, currency }] as const] : []),
  ] as const;
  return (
    <section aria-labelledby="lines">
      <h2 id="lines" class="hidden">
        {t.lines}
      </h2>
      <ul class="order-lines">
        {order.lines.map((line) => (
          <li key={line.sku}>
            <span class="thumb">
              {line.image && <img src={line.image.url} alt="" width="60" height="80" loading="lazy" />}
            </span>
            <span class="line-text">
              <span class="line-title">
                {line.quantity} × {line.title}
              </span>
              <span>{[line.options.color, line.options.size].join(", ")}</span>
              <code>{line.sku}</code>
              <small>
                {t.shipped(line.shipped, line.quantity)} · {t.each(price(line.unitPrice))}
              </small>
            </span>
            <span class="line-amount">{price(line.lineTotal)}</span>
          </li>
        ))}
      </ul>
      <dl class="sums">
        {sums.map(([name, amount]) => (
          <div key={name} class={name === t.total ? "total" : undefined}>
            <dt>{name}</dt>
            <dd>{price(amount)}</dd>
          </div>
        ))}
      </dl>
      {order.note && (
        <div class="note">
          <h3>{t.note}</h3>
          <p class="typed">{order.note}</p>
        </div>
      )}
    </section>
  );
}

function Recipient({ order }: { order: Order }) {
  const isCopied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(linesOf(order.shippingAddress).join("\n"));
    isCopied.value = true;
  };
  return (
    <section class="panel" aria-labelledby="recipient">
      <div class="panel-head">
        <h2 id="recipient">{t.address}</h2>
        <button type="button" class="text-button" onClick={() => void copy()}>
          {isCopied.value ? t.copied : t.copy}
        </button>
      </div>
      <AddressLines address={order.shippingAddress} />
      {order.billingAddress && (
        <>
          <h3>{t.billing}</h3>
          <AddressLines address={order.billingAddress} />
        </>
      )}
      <h3>{t.option}</h3>
      <p>{order.shippingOption.title ?? order.shippingOption.id}</p>
      <h3>{t.contact}</h3>
      <p>
        <a class="link" href={`mailto:${order.email}`}>
          {order.email}
        </a>
      </p>
      <SendConfirmation order={order} />
    </section>
  );
}
