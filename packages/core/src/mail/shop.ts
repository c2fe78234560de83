import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";

/** What every mail says about the shop. */
export interface Shop {
  name: string;
  /** The address that sends mail. Empty: this stage has no verified sender. */
  from: string;
  /** The beginning of all links. */
  origin: string;
  /** Of texts, amounts and dates. */
  locale: string;
}

/** The shop's name and sender. */
export async function shopFor(_ctx: Context): Promise<Shop> {
  return { name: "MyClothes", from: links.Mail.from, origin: links.Site.origins[0] ?? "", locale: "en-US" };
}
