import { type SignedRequest, signUpload } from "../aws/images.ts";
import { type Context, pause } from "../context.ts";
import { sha256 } from "../hash.ts";
import { newId } from "../id.ts";
import type { Author } from "../merchant/audit.ts";
import { Refusal } from "../refusal.ts";
import { uploadKey } from "./image.rules.ts";
import type { Image, NewUpload, Upload } from "./image.schema.ts";
import * as Sql from "./image.sql.ts";

const UPLOAD_S = 15 * 60;
const TRIES = 5;

/** A client's Idempotency-Key, if it sent one, and the hash of its request. */
export interface Request {
  key: string | undefined;
  fingerprint: string;
}

/**
 * Creates an image and returns the request that uploads its file. The same request with the same key returns the same image with
 * a new upload request. Throws `idempotency.key_reused` when the key came with another request.
 */
export async function requestUpload(
  ctx: Context,
  by: Author,
  { filename, contentType, bytes }: NewUpload,
  { key, fingerprint }: Request,
): Promise<Upload> {
  const requestKey = key === undefined ? undefined : sha256(`${by.keyId} ${key}`);
  const row = { id: newId("image", ctx.now), requestKey, fingerprint, filename, contentType, bytes };
  const image = await create(ctx, by, row);
  if (image.fingerprint !== fingerprint)
    throw new Refusal("idempotency.key_reused", "This Idempotency-Key was used for another upload.");
  const upload: SignedRequest = await signUpload(
    uploadKey(image.id),
    { contentType, bytes },
    UPLOAD_S,
    ctx.now,
  );
  return { id: image.id, upload, expiresAt: new Date(ctx.now.getTime() + UPLOAD_S * 1_000).toISOString() };
}

/** Two requests with one key may come at the same moment. The later one waits until it sees the image of the other. */
async function create(ctx: Context, by: Author, row: Sql.NewRow) {
  for (let made = 1; made <= TRIES; made++) {
    const [image] = await Sql.create(ctx, by, row);
    if (image) return image;
    await pause(ctx, 25 * 2 ** made);
  }
  throw new Error("The image was not stored.");
}

/** Throws `image.unknown`. */
export async function find(ctx: Context, id: string): Promise<Image> {
  const [row] = await Sql.find(ctx, id);
  if (!row) throw new Refusal("image.unknown", "There is no image with this id.");
  const { reason, ...image } = row;
  return { ...image, ...(reason !== null && { reason }) };
}
