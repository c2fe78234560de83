/**
 * The bucket of images. `stacks/` deploys it, `packages/local` imitates it. Browsers send uploads straight to it; the edge reads
 * what Worker made of them.
 */
export const bucket = {
  uploads: "uploads/",
  images: "images/",
  /** What a page may send to the bucket. */
  cors: { methods: ["PUT"], headers: ["content-type"], maxAgeS: 3_600 },
  /** An upload that Worker has not deleted is deleted after so many days. */
  uploadDays: 1,
} as const;
