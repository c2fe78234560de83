import * as z from "zod";
import type { Context } from "../context.ts";
import { type Reason, suppress } from "./suppress.ts";

const Recipients = z.array(z.object({ emailAddress: z.string() }));

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const Notification = z.union([
  z.object({
    eventType: z.literal("Bounce"),
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: Recipients }),
  }),
  z.object({
    eventType: z.literal("Complaint"),
    complaint: z.object({ complainedRecipients: Recipients }),
  }),
  z.object({ eventType: z.enum(["Send", "Reject", "Delivery", "DeliveryDelay", "RenderingFailure"]) }),
]);

/** SES's event as EventBridge delivers it. */
const Event = z.object({ source: z.literal("aws.ses"), detail: Notification });

/** The addresses that an event of SES suppresses. A temporary bounce, such as a full mailbox, suppresses none. */
export function suppressedBy(event: unknown): { address: string; reason: Reason }[] {
  const { detail } = Event.parse(event);
  const all = (recipients: z.infer<typeof Recipients>, reason: Reason) =>
    recipients.map(({ emailAddress }) => ({ address: bare(emailAddress), reason }));
  if ("bounce" in detail) {
    return detail.bounce.bounceType === "Permanent" ? all(detail.bounce.bouncedRecipients, "bounce") : [];
  }
  return "complaint" in detail ? all(detail.complaint.complainedRecipients, "complaint") : [];
}

/** Suppresses the addresses of an event of SES. The same event again changes nothing. */
export async function receive(ctx: Context, event: unknown): Promise<void> {
  for (const { address, reason } of suppressedBy(event)) await suppress(ctx, address, reason);
}

/** `ada@example.com` of `Ada <ada@example.com>`. */
const bare = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
