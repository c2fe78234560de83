import { UserError } from "@myclothes/local/report";
import { explain } from "../api.ts";
import type { Command } from "../command.ts";
import { readLines } from "../csv/lines.ts";
import { report, sendAll } from "../csv/send.ts";

export const stock: Command[] = [
  {
    name: "stock import",
    usage: "FILE.csv",
    help: "sets the counted stock of variants; columns: sku, quantity",
    async run({ rest: [file], api, ...io }) {
      if (!file) throw new UserError("Which file? npm run shop -- stock import FILE.csv");
      const { send } = api();
      const { lines, rejected } = readLines(file, ["sku", "quantity"], []);
      const isCount = (text = "") => /^\d{1,9}$/.test(text);
      const counts = lines
        .filter(({ values }) => isCount(values.quantity))
        .map(({ number, values }) => ({ line: number, ...values }));
      for (const { number, values } of lines) {
        if (!isCount(values.quantity))
          rejected.push({
            line: number,
            reason: `has the quantity "${values.quantity}", which is not a whole number`,
          });
      }
      const refused = await sendAll(
        "stocks",
        counts,
        io,
        async ({ sku, quantity }: { line: number; sku?: string; quantity?: string }) => {
          const body = { quantity: Number(quantity) };
          const path = `/variants/${encodeURIComponent(sku ?? "")}/stock`;
          const answer = await send(path, { method: "PUT", body, headers: { "if-match": "*" } });
          return answer.status < 400 ? undefined : explain(answer.status, answer.body);
        },
      );
      return report(io, {
        accepted: `${counts.length - refused.length} stocks set.`,
        rejected: [...rejected, ...refused],
      });
    },
  },
];
