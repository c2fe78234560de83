import { signal } from "@preact/signals";
import { AddressLines } from "../../parts/form/address-lines.tsx";
import type { Order } from "../api.ts";
import { linesToPack } from "../order.rules.ts";
import { dateTime } from "../say.ts";
import { texts } from "../texts.ts";

/** The orders whose packing slips the browser prints, one page for each. Screens do not show them. */
export const slips = signal<Order[]>([]);

/** Prints packing slips, after their pictures have arrived or failed. */
export async function printSlips(orders: Order[]): Promise<void> {
  slips.value = orders;
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const images = [...document.querySelectorAll<HTMLImageElement>(".slips img")];
  await Promise.allSettled(images.map((image) => image.decode()));
  print();
}

export const Slips = () => (
  <div class="slips" aria-hidden="true">
    {slips.value.map((order) => (
      <Slip key={order.id} order={order} />
    ))}
  </div>
);

function Slip({ order }: { order: Order }) {
  const t = texts.slip;
  const lines = linesToPack(order);
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const isPartly =
    order.lines.some(({ shipped }) => shipped > 0) && order.fulfillmentStatus === "partially_shipped";
  return (
    <article class="slip">
      <header>
        <p class="logo">{texts.shop}</p>
        <p class="slip-number">
          {t.order(order.number)}
          <small>{dateTime(order.placedAt)}</small>
        </p>
      </header>
      <h2>{t.title}</h2>
      <div class="slip-top">
        <div>
          <h3>{t.to}</h3>
          <AddressLines address={order.shippingAddress} />
        </div>
        <div>
          <h3>{t.option}</h3>
          <p>{order.shippingOption.title ?? order.shippingOption.id}</p>
          <p>{t.pieces(pieces)}</p>
          {isPartly && <p>{t.partly}</p>}
        </div>
      </div>
      {order.note && (
        <div>
          <h3>{t.note}</h3>
          <p class="typed">{order.note}</p>
        </div>
      )}
      <table>
        <thead>
          <tr>
            <th>{t.columns.packed}</th>
            <th>{t.columns.quantity}</th>
            <th>{t.columns.item}</th>
            <th>{t.columns.sku}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, quantity }) => (
            <tr key={line.sku}>
              <td>
                <span class="box" />
              </td>
              <td class="slip-quantity">{quantity}</td>
              <td>
                <span class="slip-item">
                  {line.image && <img src={line.image.url} alt="" width="36" height="48" />}
                  <span>
                    {line.title}
                    <small>{[line.options.color, line.options.size].join(", ")}</small>
                  </span>
                </span>
              </td>
              <td class="sku">{line.sku}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="slip-thanks">{t.thanks}</p>
    </article>
  );
}
