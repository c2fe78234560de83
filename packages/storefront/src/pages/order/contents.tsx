import { price } from "../../format.ts";
import { AddressLines, type ShownAddress } from "../../parts/form/address-lines.tsx";
import { Picture } from "../../parts/picture.tsx";
import { Totals } from "../../parts/totals.tsx";
import type { Order } from "../../state/orders.ts";
import { texts } from "../../texts.checkout.ts";
import { refundedOf } from "./order.rules.ts";

/** What was ordered, what it costs, and where it goes. */
export function Contents({ order }: { order: Order }) {
  const t = texts.order;
  const back = refundedOf(order, "succeeded");
  return (
    <div class="order-contents">
      <section aria-labelledby="items-title">
        <h2 id="items-title">{t.items}</h2>
        <ul class="lines">
          {order.lines.map(({ sku, title, options, image, quantity, unitPrice, lineTotal }) => (
            <li key={sku} class="line">
              <Picture image={image} isDecorative sizes="72px" />
              <div>
                <span>{title}</span>
                <small>{[options.color, options.size].filter(Boolean).join(", ")}</small>
                <small>
                  {quantity} × {price(unitPrice)}
                </small>
              </div>
              <span class="line-total">{price(lineTotal)}</span>
            </li>
          ))}
        </ul>
        <Totals
          parts={[
            [t.subtotal, order.subtotal],
            [order.shippingOption.title ?? t.delivery, order.shipping],
            [t.tax, order.tax],
          ]}
          total={[t.total, order.total]}
          after={back > 0 ? [t.paidBack, `−${price({ ...order.total, amount: back })}`] : undefined}
        />
      </section>
      <div class="addresses">
        <AddressPart title={t.address} address={order.shippingAddress} />
        {order.billingAddress && <AddressPart title={t.billing} address={order.billingAddress} />}
        {order.note && (
          <section>
            <h3>{t.note}</h3>
            <p class="order-note">{order.note}</p>
          </section>
        )}
      </div>
    </div>
  );
}

const AddressPart = ({ title, address }: { title: string; address: ShownAddress }) => (
  <section>
    <h3>{title}</h3>
    <AddressLines address={address} />
  </section>
);
