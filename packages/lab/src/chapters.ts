import { carts } from "./chapters/carts/chapter.ts";
import { time } from "./chapters/time/chapter.ts";
import type { Chapter } from "./runner/chapter.ts";

/** In the order of the story. */
export const chapters: Chapter[] = [time, carts];
