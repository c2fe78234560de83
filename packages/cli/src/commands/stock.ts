import { UserError } from "@myclothes/local/report";
import { explain } from "../api.ts";
import type { Command } from "../command.ts";
import { readLines } from "../csv/lines.ts";
import { counted, report, sendAll } from "../csv/send.ts";

export const stock: Command[] = [
  {
    name: "stock import",
    usage: "FILE.csv",
    words: 1,
    help: "sets the counted stock of variants; columns: sku, quantity",
    async run({ rest: [file], api, ...io }) {
      if (!file) throw new UserError("Which file? npm run shop -- stock import FILE.csv");
      const { send } = api();
      const { lines, rejected } = readLines(file, ["sku", "quantity"], []);
      // Without the right key, every line would be refused.
      const { status, body } = await send("/reports/stock?limit=1");
      if (status === 401) throw new UserError(explain(status, body));
      const counts = new Map<string, { line: number; quantity: number }>();
      for (const { number: line, values } of lines) {
        const { sku = "", quantity = "" } = values;
        const first = counts.get(sku);
        // Lines are sent at the same time, so the last one would not always win.
        if (!sku) rejected.push({ line, reason: "has no sku" });
        else if (first) rejected.push({ line, reason: `has the SKU of line ${first.line}` });
        else if (!/^\d{1,9}$/.test(quantity))
          rejected.push({ line, reason: `has the quantity "${quantity}", which is not a whole number` });
        else counts.set(sku, { line, quantity: Number(quantity) });
      }
      const items = [...counts].map(([sku, count]) => ({ sku, ...count }));
      const sent = await sendAll("stocks", items, io, async ({ sku, quantity }) => {
        const path = `/variants/${encodeURIComponent(sku)}/stock`;
        const answer = await send(path, { method: "PUT", body: { quantity }, headers: { "if-match": "*" } });
        return answer.status < 400 ? undefined : explain(answer.status, answer.body);
      });
      return report(io, {
        accepted: `${counted(sent.accepted, "stock")} set.`,
        rejected: [...rejected, ...sent.rejected],
      });
    },
  },
];
