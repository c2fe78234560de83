import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { price } from "../format.ts";
import { Card, Former, Grid, Place } from "../parts/card.tsx";
import { Gallery } from "../parts/gallery.tsx";
import { Matrix } from "../parts/matrix.tsx";
import type { Product, ProductSummary } from "../render.types.ts";
import { categoryPath, type PageOf } from "../routes.ts";
import { shop } from "../shop.ts";
import { addToBag } from "../state/cart.ts";
import { texts } from "../texts.ts";
import { imagesOf, type Variant } from "./product.rules.ts";

/** A title with more letters has smaller ones. */
const LONG_TITLE = 60;

export function ProductPage({ page: { product, categories } }: { page: PageOf<"product"> }) {
  const t = texts.product;
  const [first] = product.variants;
  const color = useSignal(first?.options.color ?? "");
  const chosen = useSignal<Variant | undefined>(undefined);
  const shown = chosen.value ?? first;
  const category = categories.find(({ handle }) => handle === product.category);
  const isSoldOut = product.variants.every(({ available }) => !available);

  return (
    <div class="page">
      {category && (
        <p class="crumbs">
          <a href={categoryPath(category.handle)}>{category.title}</a>
        </p>
      )}
      <article class="product">
        <Gallery images={imagesOf(product, color.value)} />
        <div class="product-words">
          <h1 class={product.title.length > LONG_TITLE ? "long-title" : undefined}>{product.title}</h1>
          {shown && (
            <p class="price large">
              <span class={shown.compareAtPrice ? "reduced" : undefined}>{price(shown.price)}</span>
              {shown.compareAtPrice && <Former amount={shown.compareAtPrice} />}
            </p>
          )}
          <p class="description">{product.description}</p>
          <Matrix
            product={product}
            chosen={chosen.value}
            onColor={(next) => {
              color.value = next;
              chosen.value = undefined;
            }}
            color={color.value}
            onChoose={(variant) => {
              chosen.value = variant;
              color.value = variant.options.color;
            }}
          />
          <Buy product={product} variant={chosen.value} isSoldOut={isSoldOut} />
          <details class="more-words">
            <summary>{t.delivery}</summary>
            <p>{t.deliveryText}</p>
          </details>
        </div>
      </article>
      <Related handles={product.related} />
    </div>
  );
}

function Buy({
  product,
  variant,
  isSoldOut,
}: {
  product: Product;
  variant: Variant | undefined;
  isSoldOut: boolean;
}) {
  const t = texts.product;
  const left = useSignal<number | undefined>(undefined);
  const isAsked = useSignal(false);
  useEffect(() => {
    left.value = undefined;
    isAsked.value = false;
    if (!variant) return;
    const controller = new AbortController();
    const load = async () => {
      const { data } = await shop.GET("/v1/variants/{sku}/availability", {
        params: { path: { sku: variant.sku } },
        signal: controller.signal,
      });
      left.value = data?.quantity;
    };
    load().catch(() => {});
    return () => controller.abort();
  }, [variant]);
  const isGone = left.value === 0;
  const label =
    isSoldOut || isGone
      ? t.soldOut
      : variant
        ? t.add(variant.options.color, variant.options.size, price(variant.price))
        : t.choose;
  const add = () => {
    if (!variant) {
      isAsked.value = true;
      toSizes();
      return;
    }
    const { sku, options, price: unitPrice, image } = variant;
    const { title, id: productId, handle: productHandle } = product;
    void addToBag(sku, {
      title,
      options,
      image: image ?? product.images[0] ?? null,
      unitPrice,
      productId,
      productHandle,
    });
  };
  return (
    <>
      <p class="few" role="status">
        {isAsked.value
          ? t.chooseFirst
          : left.value !== undefined && left.value > 0 && left.value <= 5
            ? t.few(left.value)
            : ""}
      </p>
      <div class="buy">
        <button class="button wide" type="button" disabled={isSoldOut || isGone} onClick={add}>
          {label}
        </button>
      </div>
    </>
  );
}

/** Leads to the first size that can be had, of the chosen color if it has one. */
function toSizes() {
  const free = "td button:enabled";
  const size =
    document.querySelector<HTMLElement>(`.matrix .current ${free}`) ??
    document.querySelector<HTMLElement>(`.matrix ${free}`);
  size?.scrollIntoView({ block: "center" });
  size?.focus({ preventScroll: true });
}

const RELATED = 4;

/** Nobody asked for these, so the strip does not show them. */
const quietly = (request: Request) => globalThis.fetch(request);

/** Loaded when the reader comes near, because most never do. Their places are as high as they are. */
function Related({ handles }: { handles: string[] }) {
  const place = useRef<HTMLElement>(null);
  const found = useSignal<ProductSummary[]>([]);
  useEffect(() => {
    const load = async () => {
      const products = await Promise.all(
        handles
          .slice(0, RELATED)
          .map((handle) =>
            shop.GET("/v1/products/{handle}", { params: { path: { handle } }, fetch: quietly }),
          ),
      );
      found.value = products.flatMap(({ data }) => (data ? [summaryOf(data)] : []));
    };
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        load().catch(() => {});
      },
      { rootMargin: "400px" },
    );
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  if (handles.length === 0) return null;
  return (
    <section class="related" aria-labelledby="related" ref={place}>
      <h2 id="related">{texts.product.related}</h2>
      <Grid>
        {found.value.map((product) => (
          <Card key={product.id} product={product} />
        ))}
        {found.value.length === 0 && handles.slice(0, RELATED).map((handle) => <Place key={handle} />)}
      </Grid>
    </section>
  );
}

function summaryOf(product: Product): ProductSummary {
  const prices = product.variants
    .map((variant) => variant.price)
    .sort((one, other) => one.amount - other.amount);
  const [cheapest] = prices;
  const dearest = prices.at(-1);
  if (!cheapest || !dearest) throw new Error("The shop shows no product without variants.");
  const { id, handle, title, category, images, updatedAt, variants } = product;
  return {
    ...{ id, handle, title, category, updatedAt, priceFrom: cheapest, priceTo: dearest },
    image: images[0] ?? null,
    compareAtFrom: variants.find((variant) => variant.price === cheapest)?.compareAtPrice ?? null,
    available: variants.some((variant) => variant.available),
  };
}
