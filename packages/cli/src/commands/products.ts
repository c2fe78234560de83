import { writeFileSync } from "node:fs";
import { UserError } from "@myclothes/local/report";
import { stringify } from "csv-stringify/sync";
import { explain } from "../api.ts";
import type { Command } from "../command.ts";
import { readLines } from "../csv/lines.ts";
import { OPTIONAL, productsOf, REQUIRED } from "../csv/product.ts";
import { report, sendAll } from "../csv/send.ts";
import { decimal } from "../table.ts";

const CURRENCY = "USD";

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
      const { products, rejected } = productsOf(read.lines, CURRENCY);
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
    async run({ rest: [file], api, out }) {
      if (!file) throw new UserError("Which file? npm run shop -- products export FILE.csv");
      const { call, items } = api();
      const rows: string[][] = [];
      for await (const { handle } of items("/products")) {
        const product = await call(`/products/${encodeURIComponent(handle)}`);
        const [image] = product.images;
        for (const { sku, options, price, compareAtPrice, weight } of product.variants) {
          const { title, category, description, status, tags = [] } = product;
          const prices = [decimal(price.amount), compareAtPrice ? decimal(compareAtPrice.amount) : ""];
          rows.push([
            ...[handle, title, category, sku, options.size, options.color, prices[0] ?? ""],
            ...[
              description,
              status,
              prices[1] ?? "",
              weight ?? "",
              image?.url ?? "",
              image?.alt ?? "",
              tags.join("|"),
            ],
          ]);
        }
      }
      writeFileSync(file, stringify([[...REQUIRED, ...OPTIONAL], ...rows]));
      out(`${rows.length} variants written to ${file}.`);
    },
  },
];
