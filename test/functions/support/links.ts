import { links } from "@myclothes/core/links";
import { sign } from "../../../packages/core/src/signature.ts";
import type { Answer, Client } from "../../support/client.ts";
import { client } from "../../support/client.ts";
import { run } from "../../support/products.ts";
import { PASSWORD } from "./customer.ts";

/** The token of the newest link that is sent to this address, as its mail has it. */
export async function tokenTo(email: string): Promise<string> {
  const [row] = await run("select id from customer_token where email = :email order by id desc limit 1", {
    email,
  });
  if (!row) throw new Error(`No link is sent to ${email}.`);
  return sign("mail", String(row[0]));
}

export const requestEmail = (by: Client, email: string, password = PASSWORD): Promise<Answer> =>
  by.send("POST", "/v1/customers/me/email-changes", { body: { email, password } });

export const verify = (token: string, by = client()): Promise<Answer> =>
  by.send("PUT", `/v1/email-verifications/${token}`);

/** Changes the e-mail: requests the change, and opens the link in the same browser. */
export async function changeEmail(by: Client, email: string): Promise<void> {
  const statuses = [(await requestEmail(by, email)).status, (await verify(await tokenTo(email), by)).status];
  if (statuses.join() !== "202,204") throw new Error(`The e-mail was not changed: ${statuses}`);
}

export const requestReset = (email: string, headers: Record<string, string> = {}): Promise<Answer> =>
  client().send("POST", "/v1/password-resets", { body: { email }, headers });

export const reset = (token: string, newPassword: string): Promise<Answer> =>
  client().send("PUT", `/v1/password-resets/${token}`, { body: { newPassword } });

/** Ends the time in which links to this address work. */
export const expire = (email: string) =>
  run("update customer_token set expires_at = now() where email = :email", { email });

/** Replaces the signing key by a new one. The old one stays valid. */
export function rotateKeys(): () => void {
  const { keys } = links.Signing;
  keys.unshift(`new-${crypto.randomUUID()}`);
  return () => void keys.shift();
}
