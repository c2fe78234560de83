import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Context } from "../context.ts";
import { callStore, lazyClient } from "./call.ts";
import { links } from "./links.ts";

export interface Envelope {
  /** As in a `From` header: `"MyClothes" <orders@shop.example>`. */
  from: string;
  replyTo: string | undefined;
  /** A bare address with its domain in ASCII. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

const CALL_MS = 5_000;
/** SES never accepts this mail: the address is malformed, or the content is. */
const REFUSED = "BadRequestException";

const STORE = "ses";
const ses = lazyClient(STORE, 3, (maxAttempts) => {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true };
  return new SESv2Client({ maxAttempts, requestHandler });
});

/** Sends a mail with SES. A repeated call after a lost answer sends it twice. False: SES never accepts this mail. */
export async function sendMail(
  ctx: Context,
  { from, replyTo, to, subject, text, html }: Envelope,
): Promise<boolean> {
  const { configurationSet } = links.Mail;
  const content = (Data: string) => ({ Data, Charset: "UTF-8" });
  const command = new SendEmailCommand({
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    ...(replyTo && { ReplyToAddresses: [replyTo] }),
    ...(configurationSet && { ConfigurationSetName: configurationSet }),
    Content: {
      Simple: {
        Subject: content(subject),
        Body: { Text: content(text), Html: content(html) },
        // RFC 3834: no out-of-office replies.
        Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
      },
    },
  });
  try {
    await callStore(ctx, `${STORE}.SendEmail`, CALL_MS, [REFUSED], (options) => ses().send(command, options));
    return true;
  } catch (error) {
    if ((error as Error).name === REFUSED) return false;
    throw error;
  }
}
