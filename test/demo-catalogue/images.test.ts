import { catalogue, image, imageUrl } from "@myclothes/demo-catalogue";
import { expect, it } from "vitest";
import { type Color, colors } from "../../packages/demo-catalogue/src/words/colors.ts";

it("draws the same garment in each color, in that color", () => {
  const drawings = (Object.keys(colors) as Color[]).map((color) => {
    const svg = image(imageUrl("shirt", color)) ?? "";
    expect(svg).toContain(`.cloth{fill:${colors[color].hex}}`);
    return svg.slice(svg.indexOf("</style>"));
  });
  expect(new Set(drawings).size).toBe(1);
});

it("answers well-formed SVG for every picture of the catalogue, without script or anything from elsewhere", () => {
  for (const { url } of catalogue().products.flatMap((product) => product.images)) {
    const svg = image(url) ?? "";
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 600 800"[\s\S]*<\/svg>\n$/,
    );
    expect(unclosed(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|<script|href|url\(/);
  }
});

it.each([
  "/images/shirt/plaid.svg",
  "/images/toaster/navy.svg",
  "/images/constructor/navy.svg",
  "/images/shirt/constructor.svg",
  "/images/shirt/navy.svg?x",
  "/images/shirt/navy.svg\n",
  "/images//navy.svg",
  "/images/../shirt/navy.svg",
  "/images/shirt/Navy.svg",
  "",
])("has no picture at %j", (path) => {
  expect(image(path)).toBeUndefined();
});

/** The tags still open at the end; every path's data must hold path commands and numbers alone. */
function unclosed(svg: string): string[] {
  const open: string[] = [];
  for (const [, close, name = "", rest = ""] of svg.matchAll(/<(\/?)([a-z]+)([^<>]*)>/g)) {
    const data = / d="([^"]*)"/.exec(rest)?.[1];
    if (data !== undefined) expect(data).toMatch(/^M[-\d.\s,MLHVCQSTAZmlhvcqstaz]+$/);
    if (close) expect(open.pop()).toBe(name);
    else if (!rest.endsWith("/")) open.push(name);
  }
  return open;
}
