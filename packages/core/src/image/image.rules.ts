import { bucket } from "../aws/buckets.ts";
import { isId } from "../id.ts";

export const TYPES = ["image/png", "image/jpeg", "image/webp", "image/avif"] as const;
export const MAX_BYTES = 10 * 1024 * 1024;
/** Of the decoded image. A phone's largest pictures have 50 megapixels. */
export const MAX_PIXELS = 50_000_000;
/** WebP allows at most 16,383. */
export const MAX_SIDE = 16_000;

const WIDTHS = [320, 640, 1080, 1920];

/** The widths of the copies of an image: at most four, and none is larger than the image. */
export const widthsFor = (width: number): number[] => [...new Set(WIDTHS.map((one) => Math.min(one, width)))];

export const uploadKey = (id: string): string => `${bucket.uploads}${id}`;

/** The image's ID in the key of an upload. Undefined: it is not the key of an upload. */
export function idOfUpload(key: string): string | undefined {
  const id = key.startsWith(bucket.uploads) ? key.slice(bucket.uploads.length) : "";
  return isId("image", id) ? id : undefined;
}

export type Format = "png" | "jpeg" | "webp" | "avif";

/** The format by the first bytes. The declared type proves nothing. */
export function formatOf(bytes: Buffer): Format | undefined {
  const text = (from: number, to: number) => bytes.toString("latin1", from, to);
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "webp";
  return text(4, 8) === "ftyp" && /^(avif|mif1|avis)$/.test(text(8, 12)) ? "avif" : undefined;
}

export interface Size {
  width: number;
  height: number;
}

/** Why an image of this size and with these frames is refused, for people. Undefined: it is not. */
export function whyRefused({ width, height }: Size, frames: number): string | undefined {
  if (width * height > MAX_PIXELS)
    return `The image has ${width} × ${height} pixels. It may have at most ${MAX_PIXELS / 1_000_000} megapixels.`;
  if (Math.max(width, height) > MAX_SIDE)
    return `The image has ${width} × ${height} pixels. No side may have more than ${MAX_SIDE}.`;
  return frames > 1
    ? "The file is an animation or has several pictures. Upload a single picture."
    : undefined;
}

export const REASONS = {
  empty: "The file is empty.",
  large: "The file has more than 10 MB.",
  format: "The file is not a PNG, JPEG, WebP or AVIF image, whatever its name.",
  damaged: "The file is damaged or incomplete. Export the image again and upload it.",
  attempts:
    "The image could not be converted, after several attempts. Upload it again, or export it in another format.",
} as const;

/** One copy of an image. */
export interface Copy {
  format: "webp" | "avif";
  width: number;
  key: string;
}

/** The copies as a page uses them: `srcset` for each format, and one URL for everything else. */
export function addressesOf(copies: Copy[]): { url: string; srcset: Record<Copy["format"], string> } {
  const of = (format: Copy["format"]) => copies.filter((copy) => copy.format === format);
  const list = (format: Copy["format"]) =>
    of(format)
      .map(({ key, width }) => `/${key} ${width}w`)
      .join(", ");
  return { url: `/${of("webp").at(-1)?.key}`, srcset: { avif: list("avif"), webp: list("webp") } };
}
