import { useEffect, useRef } from "preact/hooks";
import { price } from "../../format.ts";
import type { Order } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import { LOCALE } from "../../texts.ts";
import { Pay } from "../payment/pay.tsx";
import { moment, type PaymentState, paymentState, refundedOf } from "./order.rules.ts";

interface Props {
  order: Order;
  isNew: boolean;
  onChange: () => Promise<void>;
}

/** How the payment stands, and the way to pay. */
export function PaymentPart({ order, isNew, onChange }: Props) {
  const t = texts.order.payment;
  const title = useRef<HTMLHeadingElement>(null);
  const state = paymentState(order, Date.now());
  const isPayable = state === "payable";
  const before = useRef(isPayable);
  useEffect(() => {
    // The button that had the focus is gone.
    if (before.current && !isPayable) title.current?.focus();
    before.current = isPayable;
  }, [isPayable]);
  const pending = refundedOf(order, "pending");
  return (
    <section aria-labelledby="payment-title">
      <h2 id="payment-title" ref={title} tabIndex={-1}>
        {t.title}
      </h2>
      <div role="status">
        <p>{sentence(order, state)}</p>
        {pending > 0 && <p>{t.refundPending(price({ ...order.total, amount: pending }))}</p>}
      </div>
      {isPayable && <Pay order={order} isOpen={isNew} onChange={onChange} />}
    </section>
  );
}

function sentence(order: Order, state: PaymentState): string {
  const t = texts.order.payment;
  const refunded = price({ ...order.total, amount: refundedOf(order, "succeeded") });
  switch (state) {
    case "payable":
      return t.payable(moment(order.payment.expiresAt ?? order.placedAt, Date.now(), LOCALE));
    case "partially_refunded":
      return t.partially_refunded(refunded);
    case "refunded":
      return t.refunded(refunded);
    default:
      return t[state];
  }
}
