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
  body: ProductBody;
}

/** A product as the file has it. A field without a column is undefined: `withStored` completes it. */
export interface ProductBody {
  title: string;
  category: string;
  description: string | undefined;
  status: string | undefined;
  images: { url: string; alt: string | undefined }[] | undefined;
  tags: string[] | undefined;
  seo: { title: string | undefined; description: string | undefined };
  formerHandle: string | undefined;
  variants: Variant[];
}

interface Variant {
  sku: string;
  options: { size: string; color: string };
  price: Money;
  /** Null: it has none. */
  compareAtPrice: Money | null | undefined;
  weight: number | null | undefined;
}

interface Money {
  amount: number;
  currency: string;
}

/**
 * Makes products of lines. A product of which one line is rejected is left out, because a product without that variant would
 * delete the variant. `unread`: lines that were rejected before. `lost`: the lines that may belong to any product of the file. If
 * there is one, no product may be sent.
 */
export function productsOf(
  lines: Line[],
  currency: string,
  unread: Rejected[] = [],
): { products: ProductFile[]; rejected: Rejected[]; lost: number[] } {
  const byHandle = new Map<string, Line[]>();
  const bySku = new Map<string, Line>();
  for (const line of lines) {
    const handle = handleOf(line);
    const sku = line.values.sku ?? "";
    const own = byHandle.get(handle);
    if (own) own.push(line);
    else byHandle.set(handle, [line]);
    if (!bySku.has(sku)) bySku.set(sku, line);
  }
  const nameless = byHandle.get("") ?? [];
  byHandle.delete("");
  const incomplete = new Set(unread.map(handleOf));
  const products: ProductFile[] = [];
  const rejected = nameless.map(({ number }) => ({ line: number, reason: "has no handle" }));
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
  const lost = [
    ...nameless.map(({ number }) => number),
    ...unread.filter((line) => !byHandle.has(handleOf(line))).map(({ line }) => line),
  ];
  return { products, rejected, lost };
}

/** The shop compares handles in this form, so two spellings are one product. */
const handleOf = ({ values }: { values?: Record<string, string> }): string =>
  (values?.handle ?? "").normalize("NFC");

/** Two products with one SKU: which one gets it would depend on which one is sent first. */
function repeatedSku(line: Line, bySku: Map<string, Line>): string[] {
  const first = bySku.get(line.values.sku ?? "");
  return line.values.sku && first && first !== line ? [`has the SKU of line ${first.number}`] : [];
}

function faultsOf({ values }: Line, { number, values: first }: Line): string[] {
  const different = ofProduct.filter((name) => values[name] && values[name] !== first[name]);
  return [
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

/** An empty cell removes the value, but an empty `status` keeps the stored one: nothing is published by accident. */
function bodyOf(lines: Line[], currency: string): ProductBody {
  const first = lines[0]?.values ?? {};
  const money = (text = "") => ({ amount: minorOf(text) ?? 0, currency });
  return {
    title: first.title ?? "",
    category: first.category ?? "",
    description: first.description,
    status: first.status || undefined,
    images: first.image === undefined ? undefined : imagesOf(first.image, first.imageAlt),
    tags: first.tags === undefined ? undefined : split(first.tags),
    seo: { title: first.seoTitle, description: first.seoDescription },
    formerHandle: first.formerHandle || undefined,
    variants: lines.map(({ values }) => ({
      sku: values.sku ?? "",
      options: { size: values.size ?? "", color: values.color ?? "" },
      price: money(values.price),
      compareAtPrice: cell(values.compareAtPrice, money),
      weight: cell(values.weight, Number),
    })),
  };
}

const cell = <T>(text: string | undefined, read: (text: string) => T): T | null | undefined =>
  text === undefined ? undefined : text === "" ? null : read(text);

/** Addresses contain no space, so spaces separate them. */
function imagesOf(image: string, imageAlt: string | undefined) {
  const alts = imageAlt === undefined ? undefined : split(imageAlt);
  const urls = image.split(/\s+/).filter(Boolean);
  return urls.map((url, i) => ({ url, alt: alts && (alts[i] ?? "") }));
}

/** Texts in one cell: `|` separates them, and stands in a text as `\|`. */
export const join = (texts: string[]): string =>
  texts.map((text) => text.replaceAll(/[\\|]/g, "\\$&")).join("|");

const split = (cell: string): string[] =>
  cell === ""
    ? []
    : [...`${cell}|`.matchAll(/((?:\\[\\|]|[^|])*)\|/g)].map(([, text = ""]) =>
        text.trim().replaceAll(/\\([\\|])/g, "$1"),
      );

/** 25.99 as 2599. Undefined if the text is no amount of money. Without floating point, which would round. */
export function minorOf(text: string): number | undefined {
  const [, whole, cents = ""] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}
