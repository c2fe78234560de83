import { useSignal } from "@preact/signals";
import { api, type Fulfillment, type Order } from "../api.ts";
import { type Happening, historyOf } from "../order.rules.ts";
import { Problem } from "../parts/form.tsx";
import { notice } from "../parts/notice.tsx";
import { dateTime, price, sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.order;

interface Props {
  order: Order;
  onChanged: () => Promise<void>;
}

/** What has happened, the oldest first. A parcel that is on its way can be marked as delivered. */
export const History = ({ order, onChanged }: Props) => (
  <ol class="history">
    {historyOf(order).map((happening) => (
      <li key={happening.kind + happening.at}>
        <time dateTime={happening.at}>{dateTime(happening.at)}</time>
        <div>
          <p>{sentence(happening)}</p>
          {happening.kind === "payment" && happening.payment.reference && (
            <small>{happening.payment.reference}</small>
          )}
          {happening.kind === "refund" && <small>{happening.refund.reason}</small>}
          {happening.kind === "shipped" && (
            <Parcel order={order} fulfillment={happening.fulfillment} onChanged={onChanged} />
          )}
        </div>
      </li>
    ))}
  </ol>
);

function sentence(happening: Happening): string {
  const { happened } = t;
  switch (happening.kind) {
    case "payment": {
      const { amount, provider, status } = happening.payment;
      return happened.payment(
        price(amount),
        t.provider[provider] ?? provider,
        texts.paymentStatus[status].toLowerCase(),
      );
    }
    case "shipped": {
      const { carrier, lines } = happening.fulfillment;
      return happened.shipped(
        carrier,
        lines.reduce((sum, { quantity }) => sum + quantity, 0),
      );
    }
    case "delivered":
      return happened.delivered(happening.fulfillment.carrier);
    case "refund":
      return happened.refund(price(happening.refund.amount), t.refundStatus[happening.refund.status]);
    default:
      return happened.placed;
  }
}

function Parcel({ order, fulfillment, onChanged }: Props & { fulfillment: Fulfillment }) {
  const problem = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const titleOf = (sku: string) => order.lines.find((line) => line.sku === sku)?.title ?? sku;
  const deliver = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = undefined;
    const { error } = await api.POST("/admin/v1/orders/{id}/fulfillments/{fulfillmentId}/delivery", {
      params: { path: { id: order.id, fulfillmentId: fulfillment.id } },
    });
    isBusy.value = false;
    if (error) {
      problem.value = sentenceOf(error);
      return;
    }
    notice.value = t.delivered;
    await onChanged();
  };
  return (
    <>
      <ul class="parcel">
        {fulfillment.lines.map(({ sku, quantity }) => (
          <li key={sku}>
            {quantity} × {titleOf(sku)}
          </li>
        ))}
        {fulfillment.trackingNumber && <li>{t.tracking(fulfillment.trackingNumber)}</li>}
      </ul>
      <div class="parcel-actions">
        {fulfillment.trackingUrl && (
          <a class="link" href={fulfillment.trackingUrl} target="_blank" rel="noreferrer">
            {t.track}
          </a>
        )}
        {!fulfillment.deliveredAt && (
          <button type="button" class="text-button" aria-busy={isBusy.value} onClick={() => void deliver()}>
            {t.deliver}
          </button>
        )}
      </div>
      <Problem sentence={problem.value} />
    </>
  );
}
