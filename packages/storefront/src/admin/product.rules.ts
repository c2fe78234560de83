import { decimal } from "../amount.ts";
import type { Currency, Product, PutProduct, Variant } from "./api.ts";
import type { Errors } from "./errors.rules.ts";
import { CURRENCY, parseAmount } from "./money.rules.ts";

/** A variant as it is typed. Amounts are in the currency's own unit. */
export interface TypedVariant {
  /** Of the form only: it stays when the SKU changes. */
  id: number;
  sku: string;
  size: string;
  color: string;
  price: string;
  compareAt: string;
  weight: string;
}

/** A product as it is typed. */
export interface TypedProduct {
  handle: string;
  title: string;
  description: string;
  category: string;
  status: Product["status"];
  seoTitle: string;
  seoDescription: string;
  tags: string;
  images: { url: string; alt: string }[];
  variants: TypedVariant[];
}

let count = 0;
export const emptyVariant = (): TypedVariant => ({
  ...{ id: ++count, sku: "", size: "", color: "", price: "", compareAt: "", weight: "" },
});

export const emptyProduct = (): TypedProduct => ({
  ...{ handle: "", title: "", description: "", category: "", status: "draft" },
  ...{ seoTitle: "", seoDescription: "", tags: "", images: [], variants: [emptyVariant()] },
});

export const typedProduct = (product: Product): TypedProduct => ({
  handle: product.handle,
  title: product.title,
  description: product.description,
  category: product.category,
  status: product.status,
  seoTitle: product.seo?.title ?? "",
  seoDescription: product.seo?.description ?? "",
  tags: product.tags.join(", "),
  images: product.images.map(({ url, alt }) => ({ url, alt })),
  variants: product.variants.map(typedVariant),
});

const typedVariant = ({ sku, options, price, compareAtPrice, weight }: Variant): TypedVariant => ({
  id: ++count,
  sku,
  ...options,
  price: decimal(price),
  compareAt: compareAtPrice ? decimal(compareAtPrice) : "",
  weight: weight === null ? "" : String(weight),
});

export const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  ),
];

interface Sentences {
  required: string;
  amount: string;
  compareAt: string;
  weight: string;
  repeatedSku: string;
  repeatedOptions: string;
}

/** What the API would refuse and a person can mend at once. The API checks the rest. */
export function errorsOf(typed: TypedProduct, say: Sentences): Errors {
  const errors: Errors = {};
  for (const name of ["handle", "title", "category"] as const)
    if (typed[name].trim() === "") errors[name] = say.required;
  const skus = typed.variants.map(({ sku }) => sku.trim());
  const options = typed.variants.map(({ size, color }) => JSON.stringify([size.trim(), color.trim()]));
  for (const [i, variant] of typed.variants.entries()) {
    const at = `variants.${i}`;
    for (const name of ["sku", "size", "color", "price"] as const)
      if (variant[name].trim() === "") errors[`${at}.${name}`] = say.required;
    const price = parseAmount(variant.price, CURRENCY);
    const compareAt = parseAmount(variant.compareAt, CURRENCY);
    if (variant.price.trim() && price === undefined) errors[`${at}.price`] = say.amount;
    if (variant.compareAt.trim()) {
      if (compareAt === undefined) errors[`${at}.compareAt`] = say.amount;
      else if (price !== undefined && compareAt <= price) errors[`${at}.compareAt`] = say.compareAt;
    }
    if (variant.weight.trim() && !/^\d+$/.test(variant.weight.trim())) errors[`${at}.weight`] = say.weight;
    if (skus[i] && skus.indexOf(skus[i]) < i) errors[`${at}.sku`] = say.repeatedSku;
    if (options[i] && options.indexOf(options[i]) < i) errors[`${at}.size`] ??= say.repeatedOptions;
  }
  return errors;
}

/** The body of the request. The form has no errors. */
export function putProduct(typed: TypedProduct, formerHandle?: string): PutProduct {
  const seo = { title: typed.seoTitle.trim(), description: typed.seoDescription.trim() };
  return {
    title: typed.title.trim(),
    description: typed.description,
    category: typed.category,
    status: typed.status,
    images: typed.images.map(({ url, alt }) => ({ url, alt: alt.trim() })),
    variants: typed.variants.map(({ sku, size, color, price, compareAt, weight }) => ({
      sku: sku.trim(),
      options: { size: size.trim(), color: color.trim() },
      price: money(price),
      compareAtPrice: compareAt.trim() ? money(compareAt) : null,
      weight: weight.trim() ? Number(weight) : null,
    })),
    seo: seo.title || seo.description ? seo : null,
    tags: tagsOf(typed.tags),
    ...(formerHandle !== undefined && formerHandle !== typed.handle && { formerHandle }),
  };
}

const money = (text: string): { amount: number; currency: Currency } => ({
  amount: parseAmount(text, CURRENCY) ?? 0,
  currency: CURRENCY,
});

/** A readable name for an address, made of a title. */
export const handleOf = (title: string): string =>
  title
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** The list with one item at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const others = list.filter((_, i) => i !== from);
  const item = list[from];
  if (item === undefined) return [...list];
  const at = Math.max(0, Math.min(to, others.length));
  return [...others.slice(0, at), item, ...others.slice(at)];
}

export interface Difference {
  field: string;
  mine: string;
  theirs: string;
}

/** The fields in which two versions of a form differ. Variants are compared by their SKU. */
export function differences(mine: TypedProduct, theirs: TypedProduct): Difference[] {
  const texts = (
    ["handle", "title", "description", "category", "status", "seoTitle", "seoDescription"] as const
  ).map((field) => ({ field, mine: mine[field], theirs: theirs[field] }));
  const tags = { field: "tags", mine: tagsOf(mine.tags).join(", "), theirs: tagsOf(theirs.tags).join(", ") };
  const images = { field: "images", mine: imagesLine(mine), theirs: imagesLine(theirs) };
  const skus = [...new Set([...mine.variants, ...theirs.variants].map(({ sku }) => sku))];
  const variants = skus.map((sku) => ({
    field: sku,
    mine: variantLine(mine, sku),
    theirs: variantLine(theirs, sku),
  }));
  return [...texts, tags, images, ...variants].filter((one) => one.mine.trim() !== one.theirs.trim());
}

const imagesLine = ({ images }: TypedProduct): string =>
  images.map(({ url, alt }) => alt || url.slice(url.lastIndexOf("/") + 1)).join(", ");

function variantLine({ variants }: TypedProduct, sku: string): string {
  const variant = variants.find((one) => one.sku === sku);
  if (!variant) return "";
  const { color, size, price, compareAt, weight } = variant;
  return [color, size, price, compareAt && `(${compareAt})`, weight && `${weight} g`]
    .filter(Boolean)
    .join(" ");
}
