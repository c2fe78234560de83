import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { UserError } from "@myclothes/local/report";
import type { Command, Output } from "./command.ts";
import { keys } from "./commands/keys.ts";
import { orders } from "./commands/orders.ts";
import { products } from "./commands/products.ts";
import { reports } from "./commands/reports.ts";
import { restores } from "./commands/restore.ts";
import { rollouts } from "./commands/rollout.ts";
import { sale } from "./commands/sale.ts";
import { sql } from "./commands/sql.ts";
import { stock } from "./commands/stock.ts";
import { findApi, hasLinks, withLocalLinks } from "./target.ts";

const commands: Command[] = [
  ...products,
  ...stock,
  ...orders,
  ...reports,
  ...keys,
  ...sql,
  ...restores,
  ...rollouts,
  ...sale,
];

/** They come with every command. */
const shared = {
  stage: { type: "string" },
  url: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const WIDTH = 34;

/** A long command has its description in the next line. */
const inColumns = (command: string, help: string): string =>
  `  ${command.length > WIDTH ? `${command}\n${" ".repeat(WIDTH + 2)}` : command.padEnd(WIDTH)} ${help}`;

const help = (shown: Command[]): string => `npm run shop -- <command> [flags]

${shown.map(({ name, usage, help }) => inColumns(`${name} ${usage}`, help)).join("\n")}

  --stage <name>   works on a stage in your AWS account, with your AWS credentials
  --url <address>  works on the shop at this address
  -h, --help       shows this text

Without --stage and --url it works on the shop that \`npm start\` runs. The API key comes from SHOP_KEY; on this machine,
\`keys create\` also keeps the first one in .local/key.`;

/** Runs a command. Returns the exit code: 0, or 1 if it failed or refused a part of its input. */
export async function run(words: string[], io: Output & { env: NodeJS.ProcessEnv }): Promise<number> {
  try {
    const args = words.map(asStatement);
    const [command, ...others] = findCommands(args);
    if (!command || others.length > 0) {
      io.out(help(command ? [command, ...others] : commands));
      return command || args.every((arg) => ["-h", "--help"].includes(arg)) ? 0 : 1;
    }
    const { values, positionals } = parse(command, args);
    if (values.help) {
      io.out(`npm run shop -- ${command.name} ${command.usage}\n  ${command.help}`);
      return 0;
    }
    const rest = positionals.slice(command.name.split(" ").length);
    const extra = rest[command.words ?? 0];
    if (extra !== undefined)
      throw new UserError(`"${extra}" is one word too many. npm run shop -- ${command.name} --help`);
    if (command.usesStores && values.url !== undefined)
      throw new UserError(
        `\`${command.name}\` uses the data stores, not an address. Leave out --url; for a shop on AWS, name its stage: --stage <name>`,
      );
    if (typeof values.stage === "string" && !command.deploys) return inStage(values.stage, args);
    const env = withLocalLinks(io.env);
    if (command.usesStores) {
      if (!hasLinks(env))
        throw new UserError("Which shop? Start one with npm start, or name a stage: --stage <name>");
      Object.assign(process.env, env);
    }
    const isDone = await command.run({ ...io, values, rest, env, api: () => findApi(values, env) });
    return isDone === false ? 1 : 0;
  } catch (error) {
    io.error(error instanceof UserError ? error.message : String((error as Error).stack));
    return 1;
  }
}

/** A text that begins like an option, but has spaces, is an SQL statement that begins with a comment. */
const asStatement = (arg: string): string => (/^--[^=]*\s/.test(arg) ? ` ${arg}` : arg);

/**
 * Finds the command among the words that are no options' values. None: there is no such word. Several: the help of a subject,
 * such as `orders --help`.
 */
function findCommands(args: string[]): Command[] {
  const options = Object.assign({}, shared, ...commands.map((command) => command.options));
  const { positionals, values } = parseArgs({ args, options, strict: false, allowPositionals: true });
  const command = commands.find(({ name }) => `${positionals.join(" ")} `.startsWith(`${name} `));
  if (command) return [command];
  const [subject, ...rest] = positionals;
  if (subject === undefined) return [];
  const ofSubject = commands.filter(({ name }) => name.startsWith(`${subject} `));
  if (rest.length === 0 && values.help && ofSubject.length > 0) return ofSubject;
  const known = ofSubject.map(({ name }) => name).join(", ");
  throw new UserError(
    `There is no command "${positionals.slice(0, 2).join(" ")}". ${known ? `There are: ${known}.` : "--help lists them."}`,
  );
}

function parse({ name, options = {} }: Command, args: string[]) {
  try {
    return parseArgs({ args, options: { ...shared, ...options }, allowPositionals: true }) as {
      values: Record<string, string | boolean | undefined>;
      positionals: string[];
    };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(/\.(?:\s|$)/)[0]}. npm run shop -- ${name} --help`);
  }
}

/** Runs the same command with the links of a stage. SST sets them. */
function inStage(stage: string, args: string[]): number {
  const rest = args.filter(
    (arg, i) => arg !== "--stage" && args[i - 1] !== "--stage" && !arg.startsWith("--stage="),
  );
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const shell = ["sst", "shell", "--stage", stage, "--", process.execPath, "--import", "tsx", main, ...rest];
  return spawnSync("npx", shell, { stdio: "inherit" }).status ?? 1;
}
