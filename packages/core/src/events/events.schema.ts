import * as z from "zod";
import { idOf } from "../id.ts";
import { NextCursor } from "../page.ts";

export const DeadLetter = z
  .strictObject({
    id: idOf("event").meta({ description: "The event's id." }),
    name: z.string().meta({ description: "What has happened. For example: `order.placed`." }),
    subject: z.string().meta({ description: "The id of the order or the customer." }),
    createdAt: z.iso.datetime(),
    attempts: z.int().meta({ description: "How often it was tried. 0: the worker ended without a record." }),
    failedAt: z.iso.datetime().nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: "DeadLetter" });
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterPage = z
  .strictObject({ data: z.array(DeadLetter), nextCursor: NextCursor })
  .meta({ id: "DeadLetterPage" });
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;
