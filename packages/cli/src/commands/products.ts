import { writeFileSync } from "node:fs";
import { UserError } from "@myclothes/local/report";
import { stringify } from "csv-stringify/sync";
import { type Answer, explain } from "../api.ts";
import type { Command } from "../command.ts";
import { readLines } from "../csv/lines.ts";
import { OPTIONAL, productsOf, REQUIRED } from "../csv/product.ts";
import { report, sendAll } from "../csv/send.ts";
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
    imageAlt: names("alt").join("|"),
    tags: tags.join("|"),
    seoTitle: seo?.title,
    seoDescription: seo?.description,
  };
}

export const products: Command[] = [
  {
    name: "products import",
    usage: "FILE.csv",
    help: "creates or replaces products; one line for each variant",
    async run({ rest: [file], api, ...io }) {
      if (!file) throw new UserError("Which file? npm run shop -- products import FILE.csv");
      const { call, send } = api();
      const read = readLines(file, REQUIRED, OPTIONAL);
      // Without the right key, every line would be refused.
      await call("/products?limit=1");
      const { products, rejected } = productsOf(read.lines, CURRENCY, read.rejected);
      const refused = await sendAll("products", products, io, async ({ handle, body }) => {
        const answer = await send(`/products/${encodeURIComponent(handle)}`, { method: "PUT", body });
        return answer.status < 400 ? undefined : explain(answer.status, answer.body);
      });
      const all = [...read.rejected, ...rejected, ...refused];
      return report(io, {
        accepted: `${products.length - refused.length} products imported.`,
        rejected: all,
      });
    },
  },
  {
    name: "products export",
    usage: "FILE.csv",
    help: "writes all products into a file that `products import` reads",
    async run({ rest: [file], api, ...io }) {
      if (!file) throw new UserError("Which file? npm run shop -- products export FILE.csv");
      const { send, items } = api();
      const products: { line: number; handle: string }[] = [];
      for await (const { handle } of items("/products")) products.push({ line: products.length, handle });
      const found: Record<string, unknown>[][] = [];
      await sendAll("products", products, io, async ({ line, handle }) => {
        const { status, body: product } = await send(`/products/${encodeURIComponent(handle)}`);
        // Deleted since it was listed.
        if (status === 404) return undefined;
        if (status >= 400) throw new UserError(explain(status, product));
        found[line] = product.variants.map((variant: Answer["body"]) => rowOf(product, variant));
        return undefined;
      });
      const rows = found.flat();
      writeFileSync(file, stringify(rows, { header: true, columns: [...REQUIRED, ...OPTIONAL] }));
      io.out(`${rows.length} variants written to ${file}.`);
    },
  },
];
