import type { Mutant } from "../mutants.ts";

export const images: Mutant[] = [
  {
    name: "an image's size is not checked before it is decoded",
    file: "packages/core/src/image/image.rules.ts",
    find: "if (width * height > MAX_PIXELS)",
    replace: "if (width < 0)",
    caughtBy: ["test/core/image/process.test.ts"],
  },
  {
    name: "the size of an upload is not signed",
    file: "packages/core/src/aws/images.ts",
    find: 'requestOf("PUT", key, { ...headers, ...UNSIGNED })',
    replace: 'requestOf("PUT", key, { "content-type": contentType, ...UNSIGNED })',
    caughtBy: ["test/functions/admin/images.test.ts"],
  },
  {
    name: "an upload is deleted before its image is ready",
    file: "packages/core/src/image/image.process.ts",
    find: "  const upload = await Bucket.read(ctx, key);\n",
    replace: "  const upload = await Bucket.read(ctx, key);\n  await Bucket.remove(ctx, key);\n",
    caughtBy: ["test/core/image/process.test.ts"],
  },
  {
    name: "images are not turned as their camera was",
    file: "packages/core/src/image/image.convert.ts",
    find: "    .autoOrient()\n",
    replace: "",
    caughtBy: ["test/core/image/process.test.ts"],
  },
  {
    name: "the edge may read uploads",
    file: "stacks/edge.ts",
    find: 'readableBy("Images", distribution, images, bucket.images);',
    replace: 'readableBy("Images", distribution, images, "");',
    caughtBy: ["test/infra/infra.test.ts"],
  },
];
