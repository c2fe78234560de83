import type { CartLine } from "@myclothes/client";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { price } from "../format.ts";
import { productPath } from "../routes.ts";
import { shop } from "../shop.ts";
import { cart, isBagOpen, setQuantity } from "../state/cart.ts";
import { messageOf } from "../state/notice.ts";
import { texts } from "../texts.ts";
import { Notices } from "./notices.tsx";
import { Picture } from "./picture.tsx";
import { Strip } from "./strip.tsx";

/** The bag, in a dialog at the side of the page. */
export function Bag() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isBagOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = () => {
    isBagOpen.value = false;
  };
  return (
    <dialog
      ref={dialog}
      class="bag"
      aria-labelledby="bag-title"
      onClose={close}
      // A click beside it closes it too.
      {...{ closedby: "any" }}
    >
      {isOpen && (
        <div class="bag-content">
          <div class="bag-head">
            <h2 id="bag-title">{texts.bag.title}</h2>
            <button class="close" type="button" aria-label={texts.close} onClick={close}>
              ×
            </button>
          </div>
          <Content onLeave={close} />
          {/* The dialog covers the page's own bar and notices. */}
          <Strip />
        </div>
      )}
    </dialog>
  );
}

function Content({ onLeave }: { onLeave: () => void }) {
  const { cart: content, isPending, problem } = cart.value;
  const t = texts.bag;
  if (!content)
    return (
      <p class="bag-wait" aria-busy="true">
        {problem ? messageOf(problem) : t.pending}
      </p>
    );
  const other = content.warnings.filter(({ sku }) => sku === undefined);
  if (content.lines.length === 0)
    return (
      <div class="bag-empty">
        {other.map(({ code, message }) => (
          <p key={code} class="warning">
            {message}
          </p>
        ))}
        <Notices />
        <p class="bag-empty-title">{t.empty}</p>
        <p>{t.emptyHelp}</p>
        <a class="button" href="/search?sort=newest" onClick={onLeave}>
          {t.shop}
        </a>
      </div>
    );
  return (
    <>
      {other.map(({ code, message }) => (
        <p key={code} class="warning">
          {message}
        </p>
      ))}
      <ul class="lines">
        {content.lines.map((line) => (
          <Line key={line.sku} line={line} />
        ))}
      </ul>
      <Notices />
      <div class="sum">
        <dl>
          <dt>{t.subtotal}</dt>
          <dd class="total">{price(content.subtotal)}</dd>
          <dt>{t.delivery}</dt>
          <dd>{t.deliveryLater}</dd>
        </dl>
        <p class="pending" aria-hidden={!isPending}>
          {isPending ? t.pending : ""}
        </p>
        <a class="button" href="/checkout" onClick={onLeave}>
          {t.checkout}
        </a>
      </div>
    </>
  );
}

export function Line({ line }: { line: CartLine }) {
  const { sku, title, options, image, quantity, lineTotal, productHandle, available } = line;
  const t = texts.bag;
  return (
    <li class={available ? "line" : "line gone"}>
      <Picture image={image} isDecorative sizes="72px" />
      <div>
        {productHandle ? <a href={productPath(productHandle)}>{title}</a> : <span>{title}</span>}
        <small>{[options.color, options.size].join(", ")}</small>
        <div class="quantity">
          <span class="stepper">
            <button
              type="button"
              aria-label={t.less(title)}
              disabled={quantity <= 1}
              onClick={() => void setQuantity(sku, quantity - 1)}
            >
              −
            </button>
            <span class="amount">
              <span class="hidden">{t.quantity(quantity)}</span>
              <span aria-hidden="true">{quantity}</span>
            </span>
            <button
              type="button"
              aria-label={t.more(title)}
              disabled={!available || quantity >= 99}
              onClick={() => void setQuantity(sku, quantity + 1)}
            >
              +
            </button>
          </span>
          <button
            class="remove"
            type="button"
            aria-label={t.removeLine(title)}
            onClick={() => void setQuantity(sku, 0)}
          >
            {t.remove}
          </button>
        </div>
        <LineWarning line={line} />
      </div>
      <span class="line-total">{available ? price(lineTotal) : "–"}</span>
    </li>
  );
}

/** What has changed since the item was put in, with a way forward. */
function LineWarning({ line: { sku, quantity, unitPrice, unitPriceWhenAdded } }: { line: CartLine }) {
  const t = texts.bag.line;
  const warning = cart.value.cart?.warnings.find((one) => one.sku === sku);
  if (!warning) return null;
  if (warning.code === "price.changed")
    return (
      <div class="warning">
        <p>{t["price.changed"](price(unitPriceWhenAdded), price(unitPrice))}</p>
        <button type="button" onClick={() => void setQuantity(sku, quantity)}>
          {t.acceptPrice}
        </button>
      </div>
    );
  if (warning.code === "stock.insufficient") return <StockWarning sku={sku} />;
  return <p class="warning">{warning.code === "catalog.unknown_sku" ? t.unavailable : warning.message}</p>;
}

/** How many are left, and a button that takes these. */
function StockWarning({ sku }: { sku: string }) {
  const t = texts.bag.line;
  const left = useSignal<number | undefined>(undefined);
  useEffect(() => {
    const load = async () => {
      const { data } = await shop.GET("/v1/variants/{sku}/availability", { params: { path: { sku } } });
      left.value = data?.quantity;
    };
    void load();
  }, [sku]);
  const count = left.value;
  if (count === undefined) return null;
  return (
    <div class="warning">
      <p>{t["stock.insufficient"](count)}</p>
      <button type="button" onClick={() => void setQuantity(sku, count)}>
        {count === 0 ? texts.bag.remove : t.take(count)}
      </button>
    </div>
  );
}
