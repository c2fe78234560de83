import * as z from "zod";
import { NextCursor } from "../../page.ts";
import { Handle } from "./fields.schema.ts";

export const PutRedirect = z
  .strictObject({ to: Handle.meta({ description: "The `handle` of the product that replaces it." }) })
  .meta({ id: "PutRedirect", examples: [{ to: "linen-shirt" }] });
export type PutRedirect = z.infer<typeof PutRedirect>;

export const Redirect = z.strictObject({ handle: z.string(), to: z.string() }).meta({ id: "Redirect" });
export type Redirect = z.infer<typeof Redirect>;

export const RedirectPage = z
  .strictObject({ data: z.array(Redirect), nextCursor: NextCursor })
  .meta({ id: "RedirectPage" });
export type RedirectPage = z.infer<typeof RedirectPage>;
