import * as Images from "@myclothes/core/image";
import { Image, NewUpload, Upload } from "@myclothes/core/image/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { fingerprint, idempotencyKey, KEY_PATTERN } from "../../http/idempotency.ts";
import { body } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

const tag = "images";

export const uploads = new Hono<AdminEnv>().post(
  "/",
  route({
    id: "createUpload",
    tag,
    summary: "Upload an image",
    description:
      "Send the file with the request in `upload`. It goes straight to S3, which accepts only this type and size. Then read the image until its status is `ready` or `refused`.",
    replies: {
      201: { description: "The image's id, and the request that uploads its file.", schema: Upload },
    },
    requestHeaders: {
      "Idempotency-Key": {
        description: "The same request with the same key returns the same image, with a new upload request.",
        pattern: KEY_PATTERN,
      },
    },
    refuses: ["idempotency.key_reused"],
  }),
  requireScopes("catalog:write"),
  body(NewUpload),
  async (c) => {
    const request = { key: idempotencyKey(c), fingerprint: fingerprint(c) };
    return c.json(await Images.requestUpload(c.var.ctx, c.var.author, c.req.valid("json"), request), 201);
  },
);

export const images = new Hono<AdminEnv>().get(
  "/:id",
  route({
    id: "getImage",
    tag,
    summary: "Get an image",
    description: "A ready image has copies in up to four widths, in AVIF and WebP. Their URLs never change.",
    pathParameters: { id: { description: "The image's id (`img_…`)." } },
    replies: { 200: { description: "The image.", schema: Image } },
    refuses: ["image.unknown"],
  }),
  requireScopes("catalog:read"),
  async (c) => c.json(await Images.find(c.var.ctx, c.req.param("id"))),
);
