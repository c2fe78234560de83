import { defaultClientConditions, defineConfig } from "vite";

/**
 * The modules of the first view, in one file: by itself, Vite cuts them into small ones wherever a later page shares some, and each
 * compresses worse. Not those of pages that are loaded later.
 */
const FIRST_VIEW =
  /storefront\/src\/(?!admin|main\.|pages\/(account|behind|checkout|forms|order|payment)|parts\/(dialog|form|totals)|state\/(customer|kept|orders)|texts\.\w+\.ts)|packages\/client\/src|node_modules\/(preact|@preact|openapi-fetch)/;

/** Builds the scripts and styles of the pages. A function renders the documents that load them, so there is no HTML file here. */
export default defineConfig({
  root: import.meta.dirname,
  // Nothing is copied unhashed: `/robots.txt` and the like come from the function, too.
  publicDir: false,
  resolve: { conditions: ["source", ...defaultClientConditions] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsDir: "assets",
    // The Content-Security-Policy allows no fonts in `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    reportCompressedSize: false,
    rolldownOptions: {
      input: { shop: "src/main.tsx", admin: "src/admin/main.tsx" },
      output: { codeSplitting: { groups: [{ name: "first", test: FIRST_VIEW }] } },
    },
  },
});
