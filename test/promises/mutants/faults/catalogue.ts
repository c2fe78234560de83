// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const edit = "packages/core/src/catalog/edit";

/** Faults in the merchant's changes of the catalogue. */
export const catalogue: Mutant[] = [
  {
    name: "an import sends products although a line may belong to any of them",
    file: "packages/cli/src/commands/products.ts",
    find: "lost.length > 0 ? [] : products",
    replace: "products",
    caughtBy: ["test/cli/run.test.ts"],
  },
  {
    name: "an import forgets what is stored where the file has no column",
    file: "packages/cli/src/csv/stored.ts",
    find: "withStored(body, stored),",
    replace: "withStored(body, undefined),",
    caughtBy: ["test/cli/run.test.ts"],
  },
  {
    name: "a stock movement is counted again for each request with its key",
    file: `${edit}/stock.ts`,
    find: "key: key ?? id,",
    replace: "key: id,",
    caughtBy: ["test/functions/admin/variants.test.ts"],
  },
  {
    name: "a counted stock replaces a sale in between",
    file: `${edit}/stock.sql.ts`,
    find: "not exists (select from earlier) and ${matches(movement.match, sql`locked.stock_version`)}",
    replace: "not exists (select from earlier)",
    caughtBy: ["test/functions/admin/variants.test.ts"],
  },
  {
    name: "a draft is sold to a shopper who has it in the cart",
    file: "packages/core/migrations/0038-order-queue.sql",
    find: "jsonb_array_elements_text(skus))) and p.status = 'active'",
    replace: "jsonb_array_elements_text(skus)))",
    caughtBy: ["test/functions/admin/products.test.ts"],
  },
  {
    name: "a draft appears in lists when its stock changes",
    file: "packages/core/migrations/0024-search.sql",
    find: "      where product_id = product.id and product.status = 'active'",
    replace: "      where product_id = product.id",
    caughtBy: ["test/functions/admin/products.test.ts"],
  },
  {
    name: "two puts of one product mix their variants",
    file: `${edit}/product.sql.ts`,
    find: "        where p.id = seen.id and p.version = seen.version\n",
    replace: "        where p.id = seen.id\n",
    caughtBy: ["test/promises/races/movements.test.ts"],
  },
  {
    name: "an edit deletes a variant that has stock",
    file: `${edit}/product.sql.ts`,
    find: "          and not exists (select from stocked)\n",
    replace: "",
    caughtBy: ["test/functions/admin/products.test.ts"],
  },
  {
    name: "a renamed product's former handle leads nowhere",
    file: `${edit}/product.sql.ts`,
    find: "        select handle, target from renamed\n",
    replace: "        select handle, target from renamed where false\n",
    caughtBy: ["test/functions/admin/products.test.ts"],
  },
  {
    name: "a facet is counted with its own filter",
    file: "packages/core/src/catalog/search/count.sql.ts",
    find: "const wanted = { ...query, ...without };",
    replace: "const wanted = query;",
    caughtBy: ["test/core/catalog/search/counts.test.ts"],
  },
  {
    name: "counts above the limit are shown as exact",
    file: "packages/core/src/catalog/search/count.sql.ts",
    find: "(select count(*) from ${products}) <= ${counted} and",
    replace: "true or",
    caughtBy: ["test/core/catalog/search/counts.test.ts"],
  },
  {
    name: "the second page of a search begins with the best matches again",
    file: "packages/core/src/catalog/search/best.sql.ts",
    find: "rank >= (after?.rank ?? 1)",
    replace: "rank >= 1",
    caughtBy: ["test/core/catalog/search/words.test.ts"],
  },
];
