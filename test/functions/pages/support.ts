import type { Assets } from "@myclothes/storefront/render";
import { createPages } from "../../../packages/functions/src/pages/app.ts";
import { askApp } from "../../support/client.ts";

const entry = (name: string) => ({
  script: `/assets/${name}-1.js`,
  styles: [`/assets/${name}-2.css`],
  preload: ["/assets/shared-3.js"],
});

export const assets: Assets = {
  shop: entry("shop"),
  admin: entry("admin"),
  fonts: ["/assets/serif-4.woff2"],
};

/** Asks the app of the pages, as the edge does. */
export const askPages = askApp(createPages(assets));
