import * as z from "zod";
import { text } from "../../text.ts";
import { bytes, note } from "./fields.schema.ts";

/** Lists, carts and orders show no longer image. The database writes a few spaces more than we do. */
const MAX_IMAGE = 2_000;

export const NewImage = z
  .strictObject({
    url: text(1_000)
      .regex(/^(\/(?!\/)|https:\/\/)\S*$/, "must begin with / or https:// and contain no space")
      .meta({ description: "A path of this origin, or an https address." }),
    alt: note(500).meta({ description: "Text for people who cannot see the image. Empty for decoration." }),
  })
  .refine((image) => bytes(image) <= MAX_IMAGE, `must be at most ${MAX_IMAGE} bytes of JSON`);
