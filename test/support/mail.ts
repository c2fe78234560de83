import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { context } from "@myclothes/core/context";
import type { EventName } from "@myclothes/core/events";
import { handlers } from "@myclothes/core/handlers";
import { links } from "@myclothes/core/links";
import { mockClient } from "aws-sdk-client-mock";
import { sql } from "../../packages/core/src/aws/sql.ts";
import { run } from "./products.ts";

export interface Sent {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Gives the shop a sender, and keeps what SES would send. */
export function captureMails() {
  links.Mail.from = "shop@example.com";
  const ses = mockClient(SESv2Client);
  const sent: Sent[] = [];
  ses.on(SendEmailCommand).callsFake((input) => {
    const { Subject, Body } = input.Content.Simple;
    const [to] = input.Destination.ToAddresses;
    sent.push({
      from: input.FromEmailAddress,
      to,
      subject: Subject.Data,
      text: Body.Text.Data,
      html: Body.Html.Data,
    });
    return { MessageId: crypto.randomUUID() };
  });
  return { ses, sent, to: (address: string) => sent.filter((mail) => mail.to === address) };
}

/** Calls all handlers of an event. */
export async function handleEvent(name: EventName, subject: string): Promise<void> {
  const event = { id: "evt_test", name, subject, first: sql`select true` };
  for (const handle of Object.values(handlers[name]))
    await handle(context({ databaseRole: "worker" }), event);
}

/** Handles the events about an order, a customer or a customer's links, in their order. Other tests' events stay. */
export async function handleEvents(subject: string, name = "%"): Promise<string[]> {
  const events = await run(
    `select name, subject from event
     where name like :name and (subject = :subject or subject in (select id from customer_token where customer_id = :subject))
     order by position`,
    { subject, name },
  );
  for (const [name, of] of events) await handleEvent(name as EventName, String(of));
  return events.map(([name]) => String(name));
}

/** The token in the link of a mail. Empty if there is none. */
export const tokenIn = ({ text }: Sent): string => /#token=([\w-]{43})$/m.exec(text)?.[1] ?? "";
