import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";
import * as Settings from "../merchant/settings.ts";

/** What every mail says about the shop. */
export interface Shop {
  name: string;
  /** Who the mail comes from. */
  senderName: string;
  /** The stage's verified address, which sends mail. Empty: this stage has none. */
  from: string;
  /** Where answers go, if the merchant has named an address. */
  replyTo: string | undefined;
  /** The beginning of all links. */
  origin: string;
  /** Of texts, amounts and dates. */
  locale: string;
}

/** The shop's name and sender, as the merchant has set them. SES sends from the stage's verified address only. */
export async function shopFor(ctx: Context): Promise<Shop> {
  const { name, sender } = await Settings.read(ctx);
  return {
    name,
    senderName: sender.name,
    from: links.Mail.from,
    replyTo: sender.email,
    origin: links.Site.origins[0] ?? "",
    locale: "en-US",
  };
}
