import { carts } from "./chapters/carts/chapter.ts";
import { connections } from "./chapters/connections/chapter.ts";
import { images } from "./chapters/images/chapter.ts";
import { network } from "./chapters/network/chapter.ts";
import { reads } from "./chapters/reads/chapter.ts";
import { slow } from "./chapters/slow/chapter.ts";
import { starting } from "./chapters/starting/chapter.ts";
import { time } from "./chapters/time/chapter.ts";
import type { Chapter } from "./runner/chapter.ts";

/** In the order of the story. */
export const chapters: Chapter[] = [time, carts, reads, images, starting, slow, connections, network];
