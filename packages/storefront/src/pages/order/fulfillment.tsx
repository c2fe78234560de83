import { day } from "../../format.ts";
import type { Order } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import { linesOf, trackingUrl } from "./order.rules.ts";

/** What is on its way, in parcels. */
export function FulfillmentPart({ order }: { order: Order }) {
  const t = texts.order.fulfillment;
  const { status, paymentStatus, fulfillmentStatus, fulfillments } = order;
  const isPaid = paymentStatus !== "pending" && paymentStatus !== "failed";
  const words =
    status === "canceled"
      ? t.canceled
      : fulfillmentStatus === "not_fulfilled" && isPaid
        ? t.preparing
        : t[fulfillmentStatus];
  return (
    <section aria-labelledby="fulfillment-title">
      <h2 id="fulfillment-title">{t.title}</h2>
      <p>{words}</p>
      <ul class="parcels">
        {fulfillments.map((parcel, at) => {
          const url = trackingUrl(parcel.trackingUrl);
          return (
            <li key={parcel.shippedAt + String(at)}>
              <h3>{t.parcel(at + 1, fulfillments.length)}</h3>
              <p>{t.sent(parcel.carrier, day(parcel.shippedAt))}</p>
              {parcel.trackingNumber && <p>{t.tracking(parcel.trackingNumber)}</p>}
              <ul>
                {linesOf(order, parcel).map(({ sku, title, quantity }) => (
                  <li key={sku}>
                    {quantity} × {title}
                  </li>
                ))}
              </ul>
              {url && (
                <a
                  class="link"
                  href={url}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={parcel.trackingNumber ? t.trackLabel(parcel.trackingNumber) : undefined}
                >
                  {t.track}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
