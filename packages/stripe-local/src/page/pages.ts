import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type Stripe from "stripe";
import { money } from "../api/amounts.ts";
import type { Control } from "../control/control.ts";
import { readBody } from "../http/request.ts";
import type { Store } from "../state/store.ts";
import { escapeHtml, page } from "./html.ts";
import { overview } from "./overview.ts";

interface Site {
  control: Control;
  store: Store;
}

/** Answers the pages: the list of all payments, and the page of the shopper's bank. */
export async function answerPage(
  { control, store }: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const show = (status: number, html: string) => {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
  };
  if (pathname === "/") return show(200, overview(store, control.books()));
  const [, id = ""] = /^\/authenticate\/(\w+)$/.exec(pathname) ?? [];
  const intent = store.intents.get(id);
  if (!intent || !isSame(searchParams.get("secret") ?? "", intent.client_secret ?? "")) {
    return show(404, page("Not found", "<h1>Not found</h1>"));
  }
  if (request.method !== "POST") return show(200, bankPage(intent));
  const isComplete = new URLSearchParams(await readBody(request)).get("outcome") !== "failed";
  const returnUrl = intent.next_action?.redirect_to_url?.return_url;
  control.authenticate(id, isComplete ? "succeeded" : "failed");
  if (!returnUrl) return show(200, bankPage(intent));
  const location = new URL(returnUrl);
  location.searchParams.set("payment_intent", id);
  location.searchParams.set("payment_intent_client_secret", intent.client_secret ?? "");
  location.searchParams.set("redirect_status", intent.last_payment_error ? "failed" : "succeeded");
  response.writeHead(303, { location: location.href }).end();
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function bankPage({ status, amount, currency }: Stripe.PaymentIntent): string {
  const price = escapeHtml(money(amount, currency));
  if (status !== "requires_action") {
    return page(
      "3-D Secure",
      `<h1>Nothing to do</h1><p>This payment of ${price} is <code>${escapeHtml(status)}</code>. You can close this page.</p>`,
    );
  }
  return page(
    "3-D Secure",
    `<h1>Your bank asks you to confirm</h1>
<p>A payment of ${price}. This page stands for the page of a bank (3-D Secure). No money moves.</p>
<form method="post">
  <button name="outcome" value="succeeded">Complete</button>
  <button name="outcome" value="failed">Fail</button>
</form>`,
  );
}
