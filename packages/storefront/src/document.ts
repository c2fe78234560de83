import type { firstImageOf } from "./first-image.ts";
import { absolute, headOf } from "./head.ts";
import type { Assets } from "./render.types.ts";
import type { Page } from "./routes.ts";
import { LOCALE, texts } from "./texts.ts";

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? "");

/** JSON in a script element. Only `<` could end the element. */
const json = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

interface Content {
  page: Page;
  /** The markup of the page. Empty: the browser makes the page by itself. */
  body: string;
  /** The picture that a visitor sees first, which the browser shall load early. */
  firstImage?: ReturnType<typeof firstImageOf>;
}

/** The HTML document of a page of the shop. */
export function shopDocument({ page, body, firstImage }: Content, origin: string, assets: Assets): string {
  const { title, description, canonical, image, data } = headOf(page, origin);
  const address = canonical === undefined ? undefined : origin + canonical;
  const meta = [
    `<meta name="description" content="${escaped(description)}">`,
    `<meta property="og:title" content="${escaped(title)}">`,
    `<meta property="og:site_name" content="${escaped(texts.shop)}">`,
    `<meta property="og:type" content="${page.name === "product" ? "product" : "website"}">`,
    `<meta property="og:description" content="${escaped(description)}">`,
    ...(address === undefined
      ? ['<meta name="robots" content="noindex">']
      : [
          `<link rel="canonical" href="${escaped(address)}">`,
          `<meta property="og:url" content="${escaped(address)}">`,
        ]),
    ...(image ? [`<meta property="og:image" content="${escaped(absolute(image, origin))}">`] : []),
    ...(image ? ['<meta name="twitter:card" content="summary_large_image">'] : []),
    ...data.map((one) => `<script type="application/ld+json">${json(one)}</script>`),
  ];
  const { categories } = page;
  const isComplete = body !== "" || categories.length > 0;
  return documentOf({
    title,
    meta,
    first: firstImage && [preloadOf(firstImage)],
    entry: assets.shop,
    fonts: assets.fonts,
    body: `<div id="app">${body}</div>
<noscript><p class="no-script">${escaped(texts.noScript)}</p></noscript>${
      isComplete ? `\n<script type="application/json" id="page">${json(page)}</script>` : ""
    }`,
  });
}

/** The same file that `Picture` takes: browsers without AVIF load nothing early. */
function preloadOf({ image: { url, srcset }, sizes }: NonNullable<Content["firstImage"]>): string {
  const what = srcset
    ? `type="image/avif" imagesrcset="${escaped(srcset.avif)}" imagesizes="${escaped(sizes)}"`
    : `href="${escaped(url)}"`;
  return `<link rel="preload" as="image" ${what} fetchpriority="high">`;
}

/** The HTML document of the merchant's pages, which the browser makes by itself. */
export const adminDocument = (assets: Assets): string =>
  documentOf({
    title: `Admin · ${texts.shop}`,
    meta: ['<meta name="robots" content="noindex">'],
    entry: assets.admin,
    fonts: assets.fonts,
    body: '<div id="app"></div>\n<noscript><p class="no-script">This page needs scripts.</p></noscript>',
  });

/** The shop's first letter on a dark ground. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' fill='%231d1b18'/%3E%3Cpath d='M7 24V9l9 11 9-11v15' fill='none' stroke='%23faf8f5' stroke-width='2.5'/%3E%3C/svg%3E";

const LATER = ' fetchpriority="low"';

interface DocumentParts {
  title: string;
  meta: string[];
  /** What the first view needs before all else. If there is something, the document is complete, so its scripts can wait. */
  first?: string[] | undefined;
  entry: Assets["shop"];
  fonts: string[];
  body: string;
}

const documentOf = ({ title, meta, first, entry, fonts, body }: DocumentParts): string => `<!doctype html>
<html lang="${LOCALE.split("-")[0]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
${[
  ...(first ?? []),
  ...entry.styles.map((style) => `<link rel="stylesheet" href="${style}">`),
  ...fonts.map((font) => `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>`),
  ...entry.preload.map((script) => `<link rel="modulepreload" href="${script}"${first ? LATER : ""}>`),
  `<script type="module" src="${entry.script}"${first ? LATER : ""}></script>`,
  `<link rel="icon" href="${ICON}">`,
  '<meta name="theme-color" content="#faf8f5" media="(prefers-color-scheme: light)">',
  '<meta name="theme-color" content="#171512" media="(prefers-color-scheme: dark)">',
  ...meta,
].join("\n")}
</head>
<body>
${body}
</body>
</html>
`;
