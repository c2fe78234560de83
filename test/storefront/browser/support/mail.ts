import { expect } from "vitest";

interface Mail {
  destination?: { to?: string[] };
  body?: { text?: string };
}

/**
 * Waits for a mail to this address whose text matches. Returns the pattern's first group. `env` is that of the shop, whose SES keeps
 * all mails in memory.
 */
export async function mailTo(env: Record<string, string>, address: string, pattern: RegExp): Promise<string> {
  let found: RegExpExecArray | null = null;
  const read = async () => {
    const answer = await fetch(`${env.AWS_ENDPOINT_URL_SESV2}/store`);
    const { emails } = (await answer.json()) as { emails: Mail[] };
    for (const mail of emails)
      if (mail.destination?.to?.includes(address)) found = pattern.exec(mail.body?.text ?? "") ?? found;
    return found !== null;
  };
  await expect.poll(read, { message: `a mail to ${address} with ${pattern}` }).toBe(true);
  return (found as RegExpExecArray | null)?.[1] ?? "";
}
