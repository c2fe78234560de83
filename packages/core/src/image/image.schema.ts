import * as z from "zod";
import { idOf } from "../id.ts";
import { text } from "../text.ts";
import { MAX_BYTES, TYPES } from "./image.rules.ts";
import { Srcset } from "./srcset.schema.ts";

export const NewUpload = z
  .strictObject({
    filename: text(255).meta({ description: "The name of the file, for people." }),
    contentType: z.enum(TYPES),
    bytes: z.int().min(1).max(MAX_BYTES).meta({ description: "The size of the file, at most 10 MB." }),
  })
  .meta({
    id: "NewUpload",
    examples: [{ filename: "camp-collar-shirt.jpg", contentType: "image/jpeg", bytes: 2_481_113 }],
  });
export type NewUpload = z.infer<typeof NewUpload>;

export const Upload = z
  .strictObject({
    id: idOf("image").meta({ description: "The image's id. `GET /admin/v1/images/{id}` has its status." }),
    upload: z.strictObject({
      method: z.literal("PUT"),
      url: z.string(),
      headers: z
        .record(z.string(), z.string())
        .meta({ description: "Send them unchanged. A browser sets `content-length` itself." }),
    }),
    expiresAt: z.iso.datetime().meta({ description: "When the request is no longer accepted." }),
  })
  .meta({ id: "Upload" });
export type Upload = z.infer<typeof Upload>;

const whenReady = <S extends z.ZodType>(schema: S, description = "") =>
  schema.nullable().meta({ description: `${description} null until the image is ready.`.trim() });

export const Image = z
  .strictObject({
    id: idOf("image"),
    filename: z.string(),
    status: z.enum(["pending", "ready", "refused"]),
    reason: z.string().optional().meta({ description: "Why the image was refused, for people." }),
    width: whenReady(z.int(), "In pixels, after the camera's rotation was applied."),
    height: whenReady(z.int()),
    url: whenReady(z.string(), "The largest copy."),
    srcset: whenReady(Srcset),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "AdminImage" });
export type Image = z.infer<typeof Image>;
