import * as Bucket from "../aws/images.ts";
import type { Context } from "../context.ts";

export const IMMUTABLE = "public, max-age=31536000, immutable";

/** Stores a finished image, such as one of the demo catalogue, at its path: `/images/shirt/navy.svg`. */
export async function publish(ctx: Context, path: string, type: string, body: Buffer): Promise<void> {
  await Bucket.write(ctx, path.slice(1), body, { contentType: type, cacheControl: IMMUTABLE });
}
