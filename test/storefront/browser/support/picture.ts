import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { painted } from "./first-view.ts";

const STORED = fileURLToPath(new URL("../screenshots", import.meta.url));
/** How many pixels may differ in any square of this width: more than other antialiasing makes, less than a word. */
const SQUARE = 40;
const MAX_DIFFERENT = 60;
/** The bar at the foot has other times in each run. */
const STYLE = ".strip { visibility: hidden }";

/**
 * Compares the window with the stored picture of this name, at half its size. Returns what to tell the reader if they differ.
 * `UPDATE=1` stores the picture instead.
 */
export async function difference(page: Page, name: string): Promise<string | undefined> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const shown = [...document.images].filter((one) => {
      const { top, left, width } = one.getBoundingClientRect();
      return width > 0 && top < innerHeight && left < innerWidth;
    });
    await Promise.all(shown.map((one) => one.decode().catch(() => {})));
  });
  await painted(page);
  const taken = await page.screenshot({ animations: "disabled", caret: "hide", style: STYLE });
  const actual = half(PNG.sync.read(taken));
  const file = join(STORED, `${name}.png`);
  if (process.env.UPDATE) {
    mkdirSync(STORED, { recursive: true });
    writeFileSync(file, write(actual));
    return undefined;
  }
  const stored = PNG.sync.read(readFileSync(file));
  const { width, height } = stored;
  const isSameSize = width === actual.width && height === actual.height;
  const diff = new PNG({ width, height });
  const count = isSameSize
    ? pixelmatch(stored.data, actual.data, diff.data, width, height, { threshold: 0.1, windowSize: SQUARE })
    : Number.POSITIVE_INFINITY;
  if (count <= MAX_DIFFERENT) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "screenshots-"));
  writeFileSync(join(folder, `${name}.png`), write(actual));
  if (isSameSize) writeFileSync(join(folder, `${name}.diff.png`), write(diff));
  return `${name}: ${count} pixels differ in a square of ${SQUARE}; see ${folder}. UPDATE=1 stores the new picture.`;
}

const write = (image: PNG): Buffer => PNG.sync.write(image, { colorType: 2, deflateLevel: 9 });

/** The mean of each four pixels. */
function half({ width, height, data }: PNG): PNG {
  const small = new PNG({ width: width >> 1, height: height >> 1 });
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++)
      for (let channel = 0; channel < 4; channel++) {
        const at = (dx: number, dy: number) => data[((2 * y + dy) * width + 2 * x + dx) * 4 + channel] ?? 0;
        const sum = at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1);
        // Few steps of color, so that the file is small.
        small.data[(y * small.width + x) * 4 + channel] = Math.min(255, Math.round(sum / 4 / 4) * 4);
      }
  return small;
}
