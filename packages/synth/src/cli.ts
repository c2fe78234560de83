import { parseArgs } from "node:util";
import { readApp } from "./config.ts";
import { preparePlatform } from "./platform.ts";
import { environment, synth } from "./synth.ts";
import { table } from "./table.ts";

const HELP = `npm run synth -- [flags]    lists the resources that sst.config.ts asks AWS for, without AWS
  --stage <name>            the stage (production)
  --dev                     as with sst dev
  --secret <Name>=<value>   the value of a secret; may be repeated
  --json                    prints the whole graph as JSON`;

const printError = (line: string) => console.error(line);

function readFlags(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      stage: { type: "string", default: "production" },
      dev: { type: "boolean", default: false },
      secret: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const secrets = values.secret.map((pair) => {
    const [, name, value] = pair.match(/^(\w+)=(.*)$/s) ?? [];
    if (name && value !== undefined) return [name, value];
    throw new Error(`--secret is "${pair}": it needs a name and a value, as in --secret Key=value.`);
  });
  return { ...values, secrets: Object.fromEntries(secrets) };
}

async function main(): Promise<void> {
  const { json, help, ...options } = readFlags(process.argv.slice(2));
  if (help) return console.log(HELP);
  const root = process.cwd();
  // Whoever mistypes a stage should not wait a minute for the components first.
  await readApp(root, options.stage, environment(options));
  await preparePlatform(root, printError);
  const started = performance.now();
  const graph = await synth({ root, ...options });
  if (json) return void process.stdout.write(`${JSON.stringify(graph, null, 2)}\n`);
  const custom = graph.resources.filter((resource) => resource.custom).length;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${graph.app.name}, stage ${graph.stage}${graph.dev ? ", under sst dev" : ""}\n\n${table(graph)}

${custom} resources, ${graph.resources.length - custom} components and ${graph.builds.length} functions' code in ${seconds} s`);
}

await main().catch((error: Error & { code?: string }) => {
  const flag = error.code?.startsWith("ERR_PARSE_ARGS");
  printError(flag ? `${error.message.split(". ")[0]}. --help lists the flags.` : error.message);
  process.exitCode = 1;
});
