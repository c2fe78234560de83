// Writes the fonts of the pages, reduced to the characters of Western European languages: `npm run fonts -w @myclothes/storefront`.
// The results are committed, because they change only with the fonts themselves.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
// @ts-expect-error: it has no types.
import subsetFont from "subset-font";

const { resolve } = createRequire(import.meta.url);

const range = (from: number, to: number) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
/** Latin and Latin-1, then letters of French and Central European names, dashes, quotation marks, arrows and currencies. */
const TEXT = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ŒœŠšŽžŁłŸƒ‐–—‘’‚“”„•…‹›⁄€£¥₹−×←→↑↓✓`;

const fonts = [
  {
    from: "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    to: "inter.woff2",
    weight: { min: 400, max: 600 },
  },
  { from: "@fontsource/instrument-serif/files/instrument-serif-latin-400-normal.woff2", to: "serif.woff2" },
];

for (const { from, to, weight } of fonts) {
  const font = await subsetFont(readFileSync(resolve(from)), TEXT, {
    targetFormat: "woff2",
    ...(weight && { variationAxes: { wght: weight } }),
  });
  writeFileSync(new URL(`../src/fonts/${to}`, import.meta.url), font);
  console.log(`${to}  ${(font.length / 1024).toFixed(1)} KB`);
}
