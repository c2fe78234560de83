import { type Shape, shape, shapeNames } from "./shapes/shapes.ts";
import { type Color, colors } from "./words/colors.ts";

export function imageUrl(of: Shape, color: Color): string {
  return `/images/${of}/${color.toLowerCase()}.svg`;
}

/** The paths of all pictures: each garment in each color. */
export const imagePaths = (): string[] =>
  shapeNames.flatMap((of) => (Object.keys(colors) as Color[]).map((color) => imageUrl(of, color)));

/** The picture at `/images/<shape>/<color>.svg`, an SVG of 600 by 800; undefined where there is none. */
export function image(path: string): string | undefined {
  const [, name, color] = /^\/images\/([a-z-]+)\/([a-z]+)\.svg$/.exec(path) ?? [];
  const drawing = shape(name ?? "");
  const dye = Object.entries(colors).find(([label]) => label.toLowerCase() === color)?.[1];
  return drawing && dye && sheet(drawing, dye.hex);
}

function sheet(drawing: string, hex: string): string {
  const line = lightness(hex) < 70 ? mix(hex, "#ffffff", 0.3) : mix(hex, "#2a211b", 0.42);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 800" width="600" height="800">
<style>
path,circle{stroke:${line};stroke-width:4;stroke-linejoin:round;stroke-linecap:round}
.cloth{fill:${hex}}
.shade{fill:${mix(hex, "#1c1613", 0.3)}}
.button{fill:${mix(hex, "#ffffff", 0.35)};stroke-width:2}
.trim{fill:#f4efe6;stroke:#a89f92}
.metal{fill:#c9ab70;fill-rule:evenodd;stroke:#8d7443;stroke-width:3}
.seam{fill:none;stroke-width:2.5;opacity:.75}
.strap{fill:none;stroke:${mix(hex, "#1c1613", 0.3)};stroke-width:18}
</style>
<rect width="600" height="800" fill="#ece7df"/>
${drawing}
</svg>
`;
}

function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  return `#${a.map((value, i) => hex2(value + ((b[i] ?? 0) - value) * share)).join("")}`;
}

/** From 0 to 255, by the eye's weights. */
function lightness(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const hex2 = (value: number) => Math.round(value).toString(16).padStart(2, "0");
