import { writeFileSync } from "node:fs";
import { UserError } from "@myclothes/local/report";
import { stringify } from "csv-stringify/sync";
import { type Answer, explain } from "../api.ts";
import type { Command } from "../command.ts";
import { readLines } from "../csv/lines.ts";
import { join, OPTIONAL, productsOf, REQUIRED } from "../csv/product.ts";
import { counted, report, sendAll } from "../csv/send.ts";
import { putProduct } from "../csv/stored.ts";
import { decimal } from "../table.ts";

const CURRENCY = "USD";

/** A variant with its product, by the names of the columns. */
function rowOf(product: Answer["body"], { sku, options, price, compareAtPrice, weight }: Answer["body"]) {
  const { handle, title, category, description, status, images, tags, seo } = product;
  const names = (name: string) => images.map((image: Record<string, string>) => image[name]);
  return {
    ...{ handle, title, category, sku, ...options, price: decimal(price.amount), description, status },
    compareAtPrice: compareAtPrice ? decimal(compareAtPrice.amount) : "",
    weight,
    image: names("url").join(" "),
    imageAlt: join(names("alt")),
    tags: join(tags),
    seoTitle: seo?.title,
    seoDescription: seo?.description,
  };
}

export const products: Command[] = [
  {
    name: "products import",
    usage: "FILE.csv",
    words: 1,
    help: "creates or replaces products; one line for each variant",
    async run({ rest: [file], api, ...io }) {
      if (!file) throw new UserError("Which file? npm run shop -- products import FILE.csv");
      const shop = api();
      const read = readLines(file, REQUIRED, OPTIONAL);
      // Without the right key, every line would be refused.
      await shop.call("/products?limit=1");
      const { products, rejected, lost } = productsOf(read.lines, CURRENCY, read.rejected);
      const sendable = lost.length > 0 ? [] : products;
      const sent = await sendAll("products", sendable, io, (product) => putProduct(shop, product));
      const reason =
        "may belong to any product, and without it the import could delete a variant. So nothing was imported";
      return report(io, {
        accepted: `${counted(sent.accepted, "product")} imported.`,
        rejected: [
          ...read.rejected,
          ...rejected,
          ...sent.rejected,
          ...lost.slice(0, 1).map((line) => ({ line, reason })),
        ],
      });
    },
  },
  {
    name: "products export",
    usage: "FILE.csv",
    words: 1,
    help: "writes all products with variants into a file that `products import` reads",
    async run({ rest: [file], api, ...io }) {
      if (!file) throw new UserError("Which file? npm run shop -- products export FILE.csv");
      const { send, items } = api();
      const products: { line: number; handle: string }[] = [];
      for await (const { handle } of items("/products")) products.push({ line: products.length, handle });
      const found: Record<string, unknown>[][] = [];
      const { rejected } = await sendAll("products", products, io, async ({ line, handle }) => {
        const { status, body: product } = await send(`/products/${encodeURIComponent(handle)}`);
        // Deleted since it was listed.
        if (status === 404) return undefined;
        if (status >= 400) return explain(status, product);
        found[line] = product.variants.map((variant: Answer["body"]) => rowOf(product, variant));
        return undefined;
      });
      if (rejected[0]) throw new UserError(`Nothing was written. ${rejected[0].reason}`);
      const rows = found.flat();
      const options = { header: true, columns: [...REQUIRED, ...OPTIONAL], quoted_match: /^\s|\s$/ };
      try {
        writeFileSync(file, stringify(rows, options));
      } catch (error) {
        throw new UserError(`${file} cannot be written: ${(error as Error).message}`);
      }
      io.out(`${counted(rows.length, "variant")} written to ${file}.`);
      const empty = products.filter(({ line }) => found[line]?.length === 0).map(({ handle }) => handle);
      if (empty.length > 0)
        io.error(
          `${counted(empty.length, "product")} without variants left out, because a line is a variant: ${empty.join(", ")}`,
        );
    },
  },
];
