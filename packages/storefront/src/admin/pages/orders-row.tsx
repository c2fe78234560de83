import type { OrderSummary } from "../api.ts";
import { FulfillmentStatus, PaymentStatus } from "../parts/order-status.tsx";
import { paths } from "../router.ts";
import { number, price, shortTime } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.orders;

interface Props {
  order: OrderSummary;
  isSelected: boolean;
  onSelect: () => void;
}

/** An order in the list, with the box that selects it. On narrow screens both states stand below the name. */
export function OrderRow({ order, isSelected, onSelect }: Props) {
  return (
    <tr class={isSelected ? "selected" : undefined}>
      <td class="tick">
        <input type="checkbox" aria-label={t.select(order.number)} checked={isSelected} onChange={onSelect} />
      </td>
      <th scope="row">
        <a class="row-link" data-row href={paths.order(order.id)}>
          {order.number}
        </a>
        <small>{shortTime(order.placedAt)}</small>
      </th>
      <td class="name-column">
        {order.name}
        <small>{order.email}</small>
        <span class="narrow">
          <PaymentStatus status={order.paymentStatus} />
          <FulfillmentStatus order={order} />
        </span>
      </td>
      <td class="count-column">{number(order.itemCount)}</td>
      <td class="payment-column">
        <PaymentStatus status={order.paymentStatus} />
      </td>
      <td class="fulfillment-column">
        <FulfillmentStatus order={order} />
      </td>
      <td class="amount-column">{price(order.total)}</td>
    </tr>
  );
}
