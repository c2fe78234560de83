import { readOnly, SqlFault } from "@myclothes/core/console";
import { context } from "@myclothes/core/context";
import { UserError } from "@myclothes/local/report";
import type { Command } from "../command.ts";
import { table } from "../table.ts";

const LIMIT_MS = 45_000;

/** The database's message. For a missing permission, also what to do. */
const explained = (message: string): string =>
  message.includes("SQLState: 42501")
    ? `${message}\nPassword hashes and secrets cannot be read here: name the columns that you need instead of *.`
    : message;

export const sql: Command[] = [
  {
    name: "sql",
    usage: '"select …"',
    words: Number.POSITIVE_INFINITY,
    help: "runs a statement that only reads, through the Data API",
    usesStores: true,
    async run({ rest, out, error }) {
      const [statement] = rest;
      if (!statement || rest.length > 1)
        throw new UserError('Put the statement in quotes: npm run shop -- sql "select …"');
      try {
        const { columns, rows } = await readOnly(
          context({ timeoutMs: LIMIT_MS, databaseRole: "read" }),
          statement,
        );
        out(table(columns, rows));
        error(`${rows.length} ${rows.length === 1 ? "row" : "rows"}`);
      } catch (fault) {
        throw fault instanceof SqlFault ? new UserError(explained(fault.message)) : fault;
      }
    },
  },
];
