import type { Mutant } from "../mutants.ts";

const infra = ["test/infra/infra.test.ts"];
const functions = "packages/functions/src";
const local = "packages/local/src/gateway";

export const pages: Mutant[] = [
  {
    name: "the edge sends carts to the pages",
    file: `${functions}/edge.pages.ts`,
    find: 'shoppers: ["/v1/*", ',
    replace: "shoppers: [",
    caughtBy: ["test/functions/edge.rules.test.ts"],
  },
  {
    name: "the edge keeps pages no longer than the answers of the API",
    file: "stacks/edge.ts",
    find: 'cachePolicy("Pages", PAGE_MAX_AGE_S)',
    replace: 'cachePolicy("Pages", MAX_AGE_S)',
    caughtBy: infra,
  },
  {
    name: "pages have no Content-Security-Policy",
    file: "stacks/edge.ts",
    find: "behaviorFor(own, pageHeaders)",
    replace: "behaviorFor(own, securityHeaders)",
    caughtBy: infra,
  },
  {
    name: "pages may run scripts that stand in them",
    file: `${functions}/edge.pages.ts`,
    find: "\"script-src\": `'self' ",
    replace: "\"script-src\": `'self' 'unsafe-inline' ",
    caughtBy: ["test/local/gateway/pages.test.ts"],
  },
  {
    name: "everyone may read the files of the pages in their bucket",
    file: "stacks/storage.ts",
    find: "    restrictPublicBuckets: true,\n",
    replace: "",
    caughtBy: infra,
  },
  {
    name: "a deploy deletes the files of pages that are open",
    file: "stacks/assets.ts",
    find: "{ retainOnDelete: stage.permanent }",
    replace: "{}",
    caughtBy: infra,
  },
  {
    name: "new pages are deployed before their files",
    file: "stacks/pages.ts",
    find: "[...migrated, ...uploaded]",
    replace: "migrated",
    caughtBy: infra,
  },
  {
    name: "Pages may read orders",
    file: "packages/core/migrations/0028-pages.sql",
    find: "redirect, word, synonym to shop_pages",
    replace: "redirect, word, synonym, orders to shop_pages",
    caughtBy: ["test/core/aws/roles.test.ts"],
  },
  {
    name: "a page that is missing stays missing at the edge",
    file: `${functions}/pages/send.ts`,
    find: "if (status === 404) return",
    replace: 'if (status === 404) c.header("cache-control", WITH_DATA);\n  if (status === 404) return',
    caughtBy: ["test/functions/pages/pages.test.ts"],
  },
  {
    name: "without the catalogue, a page is an error of the server",
    file: `${functions}/pages/failure.ts`,
    find: "error instanceof Refusal || error instanceof HttpRefusal",
    replace: "error instanceof HttpRefusal",
    caughtBy: ["test/functions/pages/failure.test.ts"],
  },
  {
    name: "the sitemap names drafts",
    file: "packages/core/src/catalog/sitemap.sql.ts",
    find: "where price_from is not null and id",
    replace: "where id",
    caughtBy: ["test/functions/pages/sitemap.test.ts"],
  },
  {
    name: "after a payment, the page kills an instance of Payments",
    file: "packages/storefront/src/state/calls.rules.ts",
    find: 'path.startsWith("/v1/orders/")',
    replace: "false && path",
    caughtBy: ["test/storefront/calls.test.ts"],
  },
  {
    name: "a collection's page shows the products that its address names",
    file: "packages/storefront/src/routes.ts",
    find: "parameters.set(name, handle)",
    replace: "parameters.append(name, handle)",
    caughtBy: ["test/storefront/render.test.ts"],
  },
  {
    name: "pages of other sites may kill instances",
    file: `${local}/own.ts`,
    find: "  requireSameOrigin(request);\n",
    replace: "",
    caughtBy: ["test/local/gateway/own.test.ts"],
  },
  {
    name: "a page may make the emulator of Stripe do anything",
    file: `${local}/stripe.ts`,
    find: " || !ALLOWED.some((pattern) => pattern.test(path))",
    replace: "",
    caughtBy: ["test/local/gateway/own.test.ts"],
  },
];
