import { createHash } from "node:crypto";
import type { Raw, default as Sharp } from "sharp";
import { type Context, timeLeft } from "../context.ts";
import { formatOf, MAX_BYTES, MAX_PIXELS, REASONS, type Size, whyRefused, widthsFor } from "./image.rules.ts";

/** The file is no image that the shop accepts. The message is for people. */
export class Refused extends Error {}

/** An image without metadata, in sRGB and the right way up. `width` and `height` are those of the original. */
export interface Decoded extends Size {
  pixels: Buffer;
  raw: Raw;
}

interface Output {
  format: "webp" | "avif";
  width: number;
  hash: string;
  bytes: Buffer;
}

let loaded: Promise<typeof Sharp> | undefined;

/** Loads sharp at the first image: no other work pays for its start and its memory. */
function sharp(): Promise<typeof Sharp> {
  loaded ??= import("sharp").then(({ default: sharp }) => {
    // One image at a time, and nothing kept between two images: the function has one processor and little memory.
    sharp.concurrency(1);
    sharp.cache(false);
    // No other decoder ever sees a byte: those of SVG and PDF, for example, read other files.
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({
      operation: ["Jpeg", "Png", "Webp", "Heif"].map((name) => `VipsForeignLoad${name}Buffer`),
    });
    return sharp;
  });
  return loaded;
}

/** Reads an upload. Its size is checked before it is decoded. Throws Refused. */
export async function decode(ctx: Context, upload: Buffer): Promise<Decoded> {
  if (upload.length === 0) throw new Refused(REASONS.empty);
  if (upload.length > MAX_BYTES) throw new Refused(REASONS.large);
  const format = formatOf(upload);
  if (!format) throw new Refused(REASONS.format);
  const make = await sharp();
  const open = () => make(upload, { failOn: "error", limitInputPixels: MAX_PIXELS });

  // This reads the header only.
  const found = await make(upload, { limitInputPixels: false }).metadata().catch(damaged);
  const { width, height } = found.autoOrient;
  const reason = whyRefused({ width, height }, found.pages ?? 1);
  if (reason) throw new Refused(reason);

  const { data: pixels, info } = await open()
    .timeout(limit(ctx))
    .autoOrient()
    .resize({ width: widthsFor(width).at(-1) })
    .toColorspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(damaged);
  return { width, height, pixels, raw: { width: info.width, height: info.height, channels: info.channels } };
}

/** The copies of an image, each as soon as it is made. The same image gives the same bytes. */
export async function* convert(ctx: Context, { width, pixels, raw }: Decoded): AsyncGenerator<Output> {
  const make = await sharp();
  for (const one of widthsFor(width)) {
    for (const format of ["webp", "avif"] as const) {
      const image = make(pixels, { raw }).timeout(limit(ctx)).resize({ width: one });
      // A higher effort takes many times as long and saves little.
      const bytes = await (format === "webp" ? image.webp() : image.avif({ effort: 2 })).toBuffer();
      yield {
        format,
        width: one,
        bytes,
        hash: createHash("sha256").update(bytes).digest("hex").slice(0, 16),
      };
    }
  }
}

/** Longer than any image takes, unless it is made to take long. */
const limit = (ctx: Context) => ({ seconds: Math.max(1, Math.ceil(timeLeft(ctx) / 1_000)) });

/** Throws Refused, unless the decoder had too little time or memory. */
function damaged(error: Error): never {
  if (/timeout|memory/i.test(error.message)) throw error;
  throw new Refused(REASONS.damaged, { cause: error });
}
