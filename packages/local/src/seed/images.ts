import { context } from "@myclothes/core/context";
import { publish } from "@myclothes/core/image/publish";
import { image, imagePaths } from "@myclothes/demo-catalogue";

const CALL_MS = 60_000;
const CONCURRENCY = 8;

/** Stores every image of the demo catalogue in the bucket; existing ones are stored again. Returns how many there are. */
export async function seedImages(): Promise<number> {
  const paths = imagePaths();
  const next = paths[Symbol.iterator]();
  const work = async () => {
    for (const path of next)
      await publish(context({ timeoutMs: CALL_MS }), path, "image/svg+xml", Buffer.from(image(path) ?? ""));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return paths.length;
}
