import { type ParseArgsConfig, parseArgs } from "node:util";
import { UserError } from "./process/report.ts";

export interface Flags {
  port: number;
  instances: number;
  fresh: boolean;
  help: boolean;
}

const shared = {
  port: { type: "string" },
  fresh: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Reads the command line, and `PORT`. Throws a UserError for an unknown flag or an impossible value. */
export function readFlags(args: string[], env: NodeJS.ProcessEnv): Flags {
  const values = parseFlags(args, { ...shared, instances: { type: "string" } });
  return { ...common(values, env), instances: wholeNumber("--instances", values.instances ?? "3", 1, 20) };
}

/** The same for `npm run dev`, which has one instance. */
export function readDevFlags(args: string[], env: NodeJS.ProcessEnv) {
  const values = parseFlags(args, {
    ...shared,
    inspect: { type: "boolean" },
    "inspect-port": { type: "string" },
  });
  const inspectPort = wholeNumber("--inspect-port", values["inspect-port"] ?? "9229", 1, 65_535);
  return { ...common(values, env), inspect: values.inspect ?? false, inspectPort };
}

const common = (
  values: { port?: string; fresh?: boolean; help?: boolean },
  env: NodeJS.ProcessEnv,
): Omit<Flags, "instances"> => ({
  port: wholeNumber("The port", values.port ?? env.PORT ?? "3000", 0, 65_535),
  fresh: values.fresh ?? false,
  help: values.help ?? false,
});

/** The flags that the command line gives. Throws a UserError for an unknown flag, and for one without its value. */
export function parseFlags<T extends NonNullable<ParseArgsConfig["options"]>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(/\.(?:\s|$)/)[0]}. --help lists the flags.`);
  }
}

/** A whole number from `min` to `max`. Throws a UserError for any other text. */
export function wholeNumber(what: string, text: string, min: number, max: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UserError(`${what} is "${text}", but it must be a whole number from ${min} to ${max}.`);
}
