import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";
import * as Settings from "../merchant/settings.ts";

/** What every mail says about the shop. */
export interface Shop {
  name: string;
  /** Who the mail comes from. */
  senderName: string;
  /** The address that sends mail. Empty: this stage has no verified sender. */
  from: string;
  /** The beginning of all links. */
  origin: string;
  /** Of texts, amounts and dates. */
  locale: string;
}

/** The shop's name and sender, as the merchant has set them. Only a stage with a verified sender has an address. */
export async function shopFor(ctx: Context): Promise<Shop> {
  const { name, sender } = await Settings.read(ctx);
  return {
    name,
    senderName: sender.name,
    from: links.Mail.from && (sender.email ?? links.Mail.from),
    origin: links.Site.origins[0] ?? "",
    locale: "en-US",
  };
}
