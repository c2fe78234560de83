import type { Line, Rejected } from "./lines.ts";

/** One line for each variant. The columns of the product may be empty after its first line. */
export const REQUIRED = ["handle", "title", "category", "sku", "size", "color", "price"];
const ofProduct = [
  "title",
  "category",
  "description",
  "status",
  "image",
  "imageAlt",
  "tags",
  "seoTitle",
  "seoDescription",
  "formerHandle",
];
export const OPTIONAL = [...ofProduct.filter((name) => !REQUIRED.includes(name)), "compareAtPrice", "weight"];

export interface ProductFile {
  handle: string;
  /** The number of its first line. */
  line: number;
  body: object;
}

/**
 * Makes products of lines. A product of which one line is rejected is left out, because a product without that variant would
 * delete the variant. `unread`: lines that were rejected before.
 */
export function productsOf(
  lines: Line[],
  currency: string,
  unread: Rejected[] = [],
): { products: ProductFile[]; rejected: Rejected[] } {
  const byHandle = new Map<string, Line[]>();
  const bySku = new Map<string, Line>();
  for (const line of lines) {
    const { handle = "", sku = "" } = line.values;
    const own = byHandle.get(handle);
    if (own) own.push(line);
    else byHandle.set(handle, [line]);
    if (!bySku.has(sku)) bySku.set(sku, line);
  }
  const incomplete = new Set(unread.map(({ values }) => values?.handle));
  const products: ProductFile[] = [];
  const rejected: Rejected[] = [];
  for (const [handle, own] of byHandle) {
    const faults = own.flatMap((line) =>
      [...faultsOf(line, own[0] as Line), ...repeatedSku(line, bySku)].map((reason) => ({
        line: line.number,
        reason,
      })),
    );
    rejected.push(...faults);
    if (faults.length === 0 && !incomplete.has(handle))
      products.push({ handle, line: own[0]?.number ?? 0, body: bodyOf(own, currency) });
  }
  return { products, rejected };
}

/** Two products with one SKU: which one gets it would depend on which one is sent first. */
function repeatedSku(line: Line, bySku: Map<string, Line>): string[] {
  const first = bySku.get(line.values.sku ?? "");
  return line.values.sku && first && first !== line ? [`has the SKU of line ${first.number}`] : [];
}

function faultsOf({ values }: Line, { number, values: first }: Line): string[] {
  const different = ofProduct.filter((name) => values[name] && values[name] !== first[name]);
  return [
    ...(values.handle ? [] : ["has no handle"]),
    ...(values.sku ? [] : ["has no sku"]),
    ...(minorOf(values.price ?? "") === undefined
      ? [`has the price "${values.price}", which is not a number such as 25.99`]
      : []),
    ...(values.compareAtPrice && minorOf(values.compareAtPrice) === undefined
      ? [`has the compareAtPrice "${values.compareAtPrice}", which is not a number such as 25.99`]
      : []),
    ...(values.weight && !/^\d+$/.test(values.weight)
      ? [`has the weight "${values.weight}", which is not a number of grams`]
      : []),
    ...different.map((name) => `has another ${name} than line ${number} of the same product`),
  ];
}

function bodyOf(lines: Line[], currency: string): object {
  const { title = "", description, category, status, tags, ...first } = lines[0]?.values ?? {};
  const money = (text = "") => ({ amount: minorOf(text), currency });
  const distinct = (name: string) => [...new Set(lines.map(({ values }) => values[name]))];
  return {
    title,
    description: description || title,
    category,
    status: status || "active",
    images: imagesOf(first.image, first.imageAlt, title),
    options: ["size", "color"].map((name) => ({ name, values: distinct(name) })),
    variants: lines.map(({ values }) => ({
      sku: values.sku,
      options: { size: values.size, color: values.color },
      price: money(values.price),
      ...(values.compareAtPrice && { compareAtPrice: money(values.compareAtPrice) }),
      ...(values.weight && { weight: Number(values.weight) }),
    })),
    ...(tags && { tags: tags.split("|") }),
    ...seoOf(first.seoTitle, first.seoDescription),
    ...(first.formerHandle && { formerHandle: first.formerHandle }),
  };
}

/** Addresses contain no space, so spaces separate them. `|` separates their texts. */
function imagesOf(image = "", imageAlt = "", title: string): object[] {
  const alts = imageAlt.split("|");
  const urls = image.split(/\s+/).filter(Boolean);
  return urls.map((url, i) => ({ url, alt: imageAlt ? (alts[i] ?? "").trim() : title }));
}

const seoOf = (title = "", description = ""): object =>
  title || description ? { seo: { ...(title && { title }), ...(description && { description }) } } : {};

/** 25.99 as 2599. Undefined if the text is no amount of money. Without floating point, which would round. */
export function minorOf(text: string): number | undefined {
  const [, whole, cents = ""] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}
