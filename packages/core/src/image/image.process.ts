import * as Bucket from "../aws/images.ts";
import type { Context } from "../context.ts";
import { log } from "../log.ts";
import { convert, decode, Refused } from "./image.convert.ts";
import { publish } from "./image.publish.ts";
import { addressesOf, type Copy, idOfUpload, REASONS } from "./image.rules.ts";
import * as Sql from "./image.sql.ts";

export { arrivedKeys } from "./image.notice.ts";

/** SQS delivers a message at most five times. The last time, the image is refused, so that nobody waits for it. */
const MAX_ATTEMPTS = 4;

/**
 * Converts an upload: stores copies of the image under names that contain their hash, makes the image ready or refuses it, and
 * then deletes the upload. It may be ended at any moment and called again, also at the same time: the first result stays.
 */
export async function process(ctx: Context, key: string): Promise<void> {
  const id = idOfUpload(key);
  if (id === undefined) return log("warn", "object ignored: its key is not that of an upload", { key });
  const [begun] = await Sql.begin(ctx, id);
  if (begun && begun.attempts > MAX_ATTEMPTS) await refuse(ctx, id, REASONS.attempts);
  else if (begun) await convertUpload(ctx, id, key);
  await Bucket.remove(ctx, key);
}

async function convertUpload(ctx: Context, id: string, key: string): Promise<void> {
  const upload = await Bucket.read(ctx, key);
  try {
    const image = await decode(ctx, upload);
    const copies: Copy[] = [];
    for await (const { format, width, hash, bytes } of convert(ctx, image)) {
      const copy = { format, width, key: `images/${id}/${hash}-${width}.${format}` };
      await publish(ctx, `/${copy.key}`, `image/${format}`, bytes);
      copies.push(copy);
    }
    const { width, height } = image;
    await Sql.makeReady(ctx, id, { width, height, ...addressesOf(copies) });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await refuse(ctx, id, error.message);
  }
}

async function refuse(ctx: Context, id: string, reason: string): Promise<void> {
  await Sql.refuse(ctx, id, reason);
  log("info", "image refused", { imageId: id, reason });
}
