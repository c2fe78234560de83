import type { ParseArgsConfig } from "node:util";
import type { Api } from "./api.ts";

/** Where a command writes. */
export interface Output {
  /** The result, on standard output. */
  out(text: string): void;
  /** Progress and messages, on standard error. */
  error(text: string): void;
  isTTY: boolean;
}

export type Values = Record<string, string | boolean | undefined>;

export interface Call extends Output {
  values: Values;
  /** The words after the command's name. */
  rest: string[];
  env: NodeJS.ProcessEnv;
  /** The admin API of the shop. Throws a UserError if there is no key. */
  api(): Api;
}

/** One command, such as `orders list`. */
export interface Command {
  name: string;
  /** Its arguments as the help shows them, such as `FILE.csv`. */
  usage: string;
  help: string;
  /** How many words follow its name at most, such as a file. Without it: none. */
  words?: number;
  options?: NonNullable<ParseArgsConfig["options"]>;
  /** Whether it calls the data stores itself, so that it needs the rights of someone who may deploy. */
  usesStores?: boolean;
  /** Whether it deploys the stage that `--stage` names, and so runs outside of that stage's shell. */
  deploys?: boolean;
  /** Returns false if a part of the work was refused. */
  run(call: Call): Promise<unknown>;
}
