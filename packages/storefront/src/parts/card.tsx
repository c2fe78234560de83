import type { ComponentChildren } from "preact";
import { price } from "../format.ts";
import type { ProductSummary } from "../render.types.ts";
import { productPath } from "../routes.ts";
import { texts } from "../texts.ts";
import { Picture } from "./picture.tsx";

export const Grid = ({ children }: { children: ComponentChildren }) => <ul class="grid">{children}</ul>;

/** A product in a list. The whole card is one link. */
export function Card({
  product,
  isFirst,
  isEarly,
}: {
  product: ProductSummary;
  isFirst?: boolean;
  isEarly?: boolean;
}) {
  const { handle, title, image, available } = product;
  return (
    <li class="card">
      <a href={productPath(handle)}>
        <Picture image={image} isDecorative {...(isFirst && { isFirst })} {...(isEarly && { isEarly })} />
        <span class="card-title">{title}</span>
        <PriceRange product={product} />
        {!available && <span class="card-note">{texts.product.soldOut}</span>}
      </a>
    </li>
  );
}

/** The place of a card that is still to come. */
export const Place = () => (
  <li class="card" aria-hidden="true">
    <span class="place">
      <span class="picture none" />
      <span class="card-title">&nbsp;</span>
      <span class="price">&nbsp;</span>
    </span>
  </li>
);

function PriceRange({ product: { priceFrom, priceTo, compareAtFrom } }: { product: ProductSummary }) {
  const shown = priceFrom.amount === priceTo.amount ? price(priceFrom) : texts.product.from(price(priceFrom));
  return (
    <span class="price">
      <span class={compareAtFrom ? "reduced" : undefined}>{shown}</span>
      {compareAtFrom && <Former amount={compareAtFrom} />}
    </span>
  );
}

/** The price before a reduction. Screen readers say what the line through it means. */
export const Former = ({ amount }: { amount: Parameters<typeof price>[0] }) => (
  <>
    {" "}
    <s aria-hidden="true">{price(amount)}</s>
    <span class="hidden">{texts.product.was(price(amount))}</span>
  </>
);
