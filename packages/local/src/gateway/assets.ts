import { readFile } from "node:fs/promises";
import path from "node:path";
import { typeOf } from "@myclothes/functions/media-types";
import type { Picture } from "./pictures.ts";

/** Finds the hashed files of the pages, which the build of the functions has put into `folder()`. On AWS a bucket holds them. */
export const findAssets =
  (folder: () => string | undefined) =>
  async (target: string): Promise<Picture | undefined> => {
    const root = folder();
    // The names that Vite gives have no other characters, and no folders.
    const [, name] = /^\/assets\/([\w.-]+)$/.exec(target) ?? [];
    if (root === undefined || name === undefined) return undefined;
    try {
      const body = await readFile(path.join(root, "assets", name));
      return { type: typeOf(name), body };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  };
