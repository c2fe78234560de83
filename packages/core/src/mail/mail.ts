import { sendMail } from "../aws/mail.ts";
import type { Context } from "../context.ts";
import { inAsciiDomain } from "../email.ts";
import { log } from "../log.ts";
import { mailbox } from "./mail.rules.ts";
import { type Shop, shopFor } from "./shop.ts";
import { suppressed } from "./suppress.ts";
import type { Message } from "./templates.ts";

export { suppress } from "./suppress.ts";

/**
 * Sends a mail. Logs it instead where the stage has no sender; does nothing if the address is suppressed. Throws
 * if SES is unavailable. If the process dies after SES has taken the mail, the caller's retry sends it again.
 */
export async function send(ctx: Context, to: string, write: (shop: Shop) => Message): Promise<void> {
  const shop = await shopFor(ctx);
  const { subject, text, html } = write(shop);
  // Never the address or the text, which may contain a token.
  const line = { requestId: ctx.requestId, subject, domain: inAsciiDomain(to).split("@").at(-1) };
  if (!shop.from) return log("info", "mail not sent: this stage has no sender", line);
  const stopped = await suppressed(ctx, to);
  if (stopped) return log("info", "mail not sent: the address is suppressed", { ...line, ...stopped });
  const from = mailbox(shop.senderName, shop.from);
  if (await sendMail(ctx, { from, replyTo: shop.replyTo, to: inAsciiDomain(to), subject, text, html }))
    return;
  // A repetition would fail too, and delay the events behind it.
  log("error", "mail not sent: SES refuses the address or the content", line);
}
