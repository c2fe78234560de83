import { UserError } from "@myclothes/local/report";
import type { Answer } from "../api.ts";
import type { Command } from "../command.ts";
import { decimal, table } from "../table.ts";

const DAY_MS = 86_400_000;
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const reports: Command[] = [
  {
    name: "report sales",
    usage: "[--from <day>] [--to <day>] [--by day|week|month|product|category]",
    help: "shows what was sold, by default in the last 30 days",
    options: { from: { type: "string" }, to: { type: "string" }, by: { type: "string" } },
    async run({ values, api, out }) {
      const { from = day(Date.now() - 30 * DAY_MS), to = day(Date.now()), by = "day" } = values;
      const query = new URLSearchParams({ from: String(from), to: String(to), by: String(by) });
      const { data, total } = await api().call(`/reports/sales?${query}`);
      const row = (key: string, sums: Answer["body"]) => [
        key,
        sums.orders,
        sums.pieces,
        decimal(sums.gross.amount),
        decimal(sums.net.amount),
      ];
      const rows = data.map((line: Answer["body"]) => row(line.title ?? line.key ?? "(deleted)", line));
      out(
        table([String(by).toUpperCase(), "ORDERS", "PIECES", "GROSS", "NET"], [...rows, row("Total", total)]),
      );
    },
  },
  {
    name: "report stock",
    usage: "[--below <quantity>]",
    help: "lists variants with little stock, by default below 5",
    options: { below: { type: "string" } },
    async run({ values, api, out }) {
      const below = encodeURIComponent(String(values.below ?? 5));
      const rows: unknown[][] = [];
      for await (const { sku, stock, title } of api().items(`/reports/stock?below=${below}`))
        rows.push([sku, title, stock]);
      out(table(["SKU", "PRODUCT", "STOCK"], rows));
    },
  },
  {
    name: "dead-letters list",
    usage: "",
    help: "lists events that could not be handled, with their errors",
    async run({ api, out }) {
      const rows: unknown[][] = [];
      for await (const { id, name, subject, attempts, lastError } of api().items("/dead-letters"))
        rows.push([id, name, subject, attempts, lastError]);
      out(
        rows.length === 0 ? "There are none." : table(["ID", "EVENT", "SUBJECT", "ATTEMPTS", "ERROR"], rows),
      );
    },
  },
  {
    name: "dead-letters retry",
    usage: "<id>|--all",
    words: Number.POSITIVE_INFINITY,
    help: "handles an event again, after its cause was repaired",
    options: { all: { type: "boolean" } },
    async run({ rest, values, api, out }) {
      const { call, items } = api();
      const ids = [...rest];
      if (values.all) for await (const { id } of items("/dead-letters")) ids.push(id);
      else if (ids.length === 0) throw new UserError("Which event? npm run shop -- dead-letters list");
      for (const id of ids) await call(`/dead-letters/${encodeURIComponent(id)}/retry`, { method: "POST" });
      out(`${ids.length} ${ids.length === 1 ? "event is" : "events are"} handled again.`);
    },
  },
];
