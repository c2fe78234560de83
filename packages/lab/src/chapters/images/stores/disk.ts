import { mkdtempSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Images } from "../../../shop/shop.ts";

/** Images as files: on a disk of this instance, which ends with it, or in a folder that all instances share. */
export function diskImages(root: string, isShared: boolean): Images {
  const dir = isShared ? root : mkdtempSync(path.join(root, "instance-"));
  const fileOf = (name: string) => path.join(dir, encodeURIComponent(name));
  return {
    read: (name) => readFile(fileOf(name)).catch(() => undefined),
    async write(name, image) {
      // The file gets its name when it is complete, so that no reader sees half of it.
      const unfinished = `${fileOf(name)}.${process.pid}`;
      await writeFile(unfinished, image);
      await rename(unfinished, fileOf(name));
    },
  };
}
