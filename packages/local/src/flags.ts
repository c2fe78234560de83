import { type ParseArgsConfig, parseArgs } from "node:util";
import { UserError } from "./process/report.ts";

export interface Flags {
  port: number;
  instances: number;
  fresh: boolean;
  help: boolean;
}

/** Reads the command line, and `PORT`. Refuses an unknown flag or an impossible value in one line. */
export function readFlags(args: string[], env: NodeJS.ProcessEnv): Flags {
  const values = parsed(args, {
    port: { type: "string" },
    instances: { type: "string" },
    fresh: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  return {
    port: whole("The port", values.port ?? env.PORT ?? "3000", 0, 65_535),
    instances: whole("--instances", values.instances ?? "3", 1, 20),
    fresh: values.fresh ?? false,
    help: values.help ?? false,
  };
}

/** The flags that the command line gives. Refuses an unknown one, and one without its value, in one line. */
export function parsed<T extends NonNullable<ParseArgsConfig["options"]>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(/\.(?:\s|$)/)[0]}. --help lists the flags.`);
  }
}

/** A whole number from `least` to `most`; else one line that says so. */
export function whole(what: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UserError(`${what} is "${text}": it is a whole number from ${least} to ${most}.`);
}
