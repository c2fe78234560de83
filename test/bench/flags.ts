import { parseFlags } from "../../packages/local/src/flags.ts";
import { UserError } from "../../packages/local/src/process/report.ts";

export interface Flags {
  seconds: number;
  rounds: number;
  clients: number[];
  only: string;
  open: boolean;
  help: boolean;
}

export const HELP = `npm run bench -- [flags]    what the shop answers in a second, beside what the machine and the engines could
  --seconds <n>             for each cell of the table in each round (2)
  --rounds <n>              how often everything is measured; the table has the medians (3)
  --only <text>             operations whose title has this text, such as cart; flood: the catalogue beside sign-ins
  --quick                   one short round at 16 clients: does it work at all?
  --open                    opens the page at the end

DATABASE_URL=postgres://…   a PostgreSQL server, in which a database is made and dropped, instead of the embedded one
DYNAMODB_ENGINE=dynalite    the engine in JavaScript, even where dynoxide is installed`;

/** Reads the command line. Refuses an unknown flag or an impossible value in one line. */
export function readFlags(args: string[]): Flags {
  const values = parseFlags(args, {
    seconds: { type: "string" },
    rounds: { type: "string" },
    only: { type: "string" },
    quick: { type: "boolean" },
    open: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  const { quick = false, only = "", open = false, help = false } = values;
  return {
    seconds: number("--seconds", values.seconds ?? (quick ? "0.5" : "2")),
    rounds: Math.ceil(number("--rounds", values.rounds ?? (quick ? "1" : "3"))),
    clients: quick ? [16] : [1, 16, 64],
    only: only.toLowerCase(),
    open,
    help,
  };
}

function number(what: string, text: string): number {
  const value = Number(text);
  if (value >= 0.1 && value <= 600) return value;
  throw new UserError(`${what} is "${text}": it is a number from 0.1 to 600.`);
}
