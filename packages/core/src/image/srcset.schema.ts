import * as z from "zod";

/** A file of its own: a storefront's API needs nothing else of images. */
export const Srcset = z.strictObject({ avif: z.string(), webp: z.string() }).meta({
  description: "For the `srcset` of a `source` of each format, in up to four widths.",
});
export type Srcset = z.infer<typeof Srcset>;
