import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HELP = `npm run trace -- <file>     Prints a log or a stack trace with the source file and line of each frame
                            Without a file, it reads standard input.

Frames of a deployed function look like api.1a2b3c4d.mjs:1:23456. 1a2b3c4d is the hash of the bundle. npm run build and
npm run deploy write the source map for each hash to packages/functions/dist/maps/, and keep those of earlier builds.`;

const MAPS = fileURLToPath(new URL("../dist/maps/", import.meta.url));
const FRAME = /\b(\w+\.[0-9a-f]{8}\.mjs):(\d+):(\d+)/g;

/** The text with the source of each frame in the frame's place: `packages/core/src/cart/cart.ts:41:12`. */
export function trace(text: string, maps = MAPS): { text: string; missing: string[] } {
  const missing = new Set<string>();
  const loaded = new Map<string, SourceMap | undefined>();
  const mapOf = (bundle: string) => {
    if (!loaded.has(bundle)) loaded.set(bundle, readMap(path.join(maps, `${bundle}.map`)));
    return loaded.get(bundle);
  };
  const traced = text.replace(FRAME, (frame, bundle: string, line: string, column: string) => {
    const map = mapOf(bundle);
    if (!map) missing.add(bundle);
    // A source map counts from 0, a stack trace from 1.
    const entry = map?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !("originalSource" in entry)) return frame;
    const source = path.relative(process.cwd(), path.resolve(maps, entry.originalSource));
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
  return { text: traced, missing: [...missing] };
}

function readMap(file: string): SourceMap | undefined {
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

function main([file = "-"]: string[]): void {
  if (file === "--help" || file === "-h") {
    console.log(HELP);
    return;
  }
  if (file !== "-" && !existsSync(file)) {
    console.error(
      `There is no file ${file}. Give a file with a logged error, or pipe the error into this command.`,
    );
    process.exitCode = 1;
    return;
  }
  const { text, missing } = trace(readFileSync(file === "-" ? 0 : file, "utf8"));
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  for (const bundle of missing) console.error(missingMap(bundle));
}

const missingMap = (bundle: string) => `
The source map of ${bundle} is not here. Check out the deployed commit, run npm ci and npm run build, then trace again:
the same sources always give the same bundle.`;

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
