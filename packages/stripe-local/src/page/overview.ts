import { money } from "../api/amounts.ts";
import type { Book } from "../control/control.ts";
import type { Store } from "../state/store.ts";
import type { Delivery } from "../webhooks/delivery.ts";
import { escapeHtml, page } from "./html.ts";

/** Nobody reads more than these. */
const MOST = 100;

const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

const table = (headings: string[], rows: string[][]): string => `<table>
<tr>${headings.map((one) => `<th>${one}</th>`).join("")}</tr>
${rows.map((cells) => `<tr>${cells.join("")}</tr>`).join("\n")}
</table>`;

const cell = (content: unknown, kind = ""): string =>
  `<td${kind && ` class="${kind}"`}>${escapeHtml(content)}</td>`;

/** All payments, events and webhooks, the newest first. */
export function overview(store: Store, books: Book[]): string {
  const payments = books.slice(-MOST).reverse();
  const events = store.events.all().slice(-MOST).reverse();
  const deliveries = new Map<string, Delivery[]>();
  for (const one of store.deliveries.all()) {
    deliveries.set(one.event, [...(deliveries.get(one.event) ?? []), one]);
  }
  const rows = payments.map(({ id, status, currency, amount, captured, refunded, metadata }) => [
    cell(time((store.intents.get(id)?.created ?? 0) * 1000)),
    `<td><code>${escapeHtml(id)}</code></td>`,
    cell(status),
    ...[amount, captured, refunded].map((one) => cell(money(one, currency), "amount")),
    cell(
      Object.entries(metadata)
        .map(([key, value]) => `${key}: ${value}`)
        .join(", "),
      "quiet",
    ),
  ]);
  const eventRows = events.map(({ id, type, created, data }) => [
    cell(time(created * 1000)),
    cell(type),
    `<td><code>${escapeHtml((data.object as { id?: string }).id)}</code></td>`,
    `<td>${(deliveries.get(id) ?? []).map(describe).join("<br>") || "no endpoint"}</td>`,
  ]);
  return page(
    "Stripe on this machine",
    `<h1>Stripe on this machine</h1>
<p class="quiet">An emulator: no money moves. Times are UTC.</p>
<h2>Payments</h2>
${table(["Created", "PaymentIntent", "Status", "Amount", "Captured", "Refunded", "Metadata"], rows)}
<h2>Events</h2>
${table(["Created", "Type", "Object", "Webhook"], eventRows)}`,
  );
}

const describe = ({ status, attempts }: Delivery): string =>
  escapeHtml([status, ...attempts.map((one) => one.status ?? one.text)].join(" · "));
