import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Loader, Plugin } from "esbuild";

interface Part {
  file: RegExp;
  loader: Loader;
  /** Replaces the file's contents. */
  contents(path: string): string | Promise<string>;
}

const nothing = { loader: "js", contents: () => "module.exports = {}" } as const;

/** A string literal. */
const TEXT = String.raw`(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')`;

/** Source maps stay right if the lines below keep their numbers. */
const lineBreaks = (text: string): string => text.replaceAll(/[^\n]/g, "");

const TOKEN = new RegExp(`${TEXT}|\`(?:[^\`\\\\]|\\\\.)*\`|[()]`, "gs");

/** Replaces every call that begins with `start`, such as `.meta(`. Parentheses in strings do not count. */
function replaceCalls(source: string, start: string, by: (call: string) => string): string {
  const from = source.indexOf(start);
  if (from < 0) return source;
  let depth = 0;
  for (const { 0: token, index } of source.slice(from).matchAll(TOKEN)) {
    depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    if (token !== ")" || depth > 0) continue;
    const end = from + index + 1;
    return source.slice(0, from) + by(source.slice(from, end)) + replaceCalls(source.slice(end), start, by);
  }
  throw new Error(`A call of ${start} has no end.`);
}

/** A route's documentation with only what requests need. */
const requiredDocumentation = (call: string): string => {
  const required = [...call.matchAll(/^ +((?:id|maxBody): [^\n]*[^,\n]),?$/gm)].map(([, member]) => member);
  return `route({ ${required.join(", ")} })${lineBreaks(call)}`;
};

const parts: Part[] = [
  // The API is described by the build, not at run time.
  { file: /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/, ...nothing },
  // No operation of DynamoDB or the Data API streams events.
  { file: /\/@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/, ...nothing },
  // Holds the endpoints of DynamoDB's endpoint discovery, which is off: a Map is enough.
  {
    file: /\/mnemonist\/lru-cache\.js$/,
    loader: "js",
    contents: () =>
      "export default class extends Map { constructor() { super() } peek(key) { return this.get(key) } }",
  },
  // PostgreSQL needs neither indentation nor comments.
  {
    file: /\.sql\.ts$/,
    loader: "ts",
    contents: async (path) => (await readFile(path, "utf8")).replace(/^[ \t]*(--.*)?/gm, ""),
  },
  // Only the build reads the documentation. Each `meta` would copy its schema at a cold start.
  {
    file: /\/packages\/(core|functions)\/src\/.*\.ts$/,
    loader: "ts",
    contents: async (path) =>
      replaceCalls(
        replaceCalls(await readFile(path, "utf8"), ".meta(", lineBreaks),
        " route({",
        (call) => ` ${requiredDocumentation(call)}`,
      )
        .replaceAll(new RegExp(`\\b(summary|description):\\s*${TEXT},?`, "g"), lineBreaks)
        .replaceAll(/\brefuses:\s*\[[^\][]*\],?/g, lineBreaks),
  },
  // Only browsers load these pages: the function renders their places.
  {
    file: /\/packages\/storefront\/src\/pages\/personal\.ts$/,
    loader: "ts",
    contents: async (path) =>
      (await readFile(path, "utf8")).replaceAll(/\(await import\("[^"]+"\)\)\.\w+/g, "undefined as never"),
  },
  // The headers of streamed events. No operation of ours streams any.
  {
    file: /\/@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/,
    loader: "js",
    contents: () => "export class HeaderFormatter {}",
  },
  // A hash for platforms without native cryptography.
  {
    file: /\/@smithy\/core\/dist-es\/submodules\/checksum\/sha256\/Sha256Js\.js$/,
    loader: "js",
    contents: () => "export class Sha256Js {}",
  },
  // Only the adaptive retry mode limits its rate. The shop uses the standard one.
  {
    file: /\/@smithy\/core\/dist-es\/submodules\/retry\/util-retry\/DefaultRateLimiter\.js$/,
    loader: "js",
    contents: () => "export class DefaultRateLimiter {}",
  },
  // The names of regions are for people.
  {
    file: /\/util-endpoints\/lib\/aws\/partitions\.js$/,
    loader: "js",
    contents: async (path) =>
      (await readFile(path, "utf8")).replaceAll(new RegExp(`"description":\\s*${TEXT},?`, "g"), ""),
  },
  // Only the version is read, for the user agent header.
  {
    file: /\/@aws-sdk\/client-[\w-]+\/package\.json$/,
    loader: "json",
    contents: async (path) => JSON.stringify({ version: JSON.parse(await readFile(path, "utf8")).version }),
  },
];

/** Removes code from the bundles that never runs in them. Lines keep their numbers, for the source maps. */
export const unused: Plugin = {
  name: "unused",
  setup: ({ onLoad, onResolve }) => {
    // Lambda passes credentials in the environment. Profiles, single sign-on and instance roles are a sixth of the bundle.
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: fileURLToPath(new URL("credentials.ts", import.meta.url)),
    }));
    for (const { file, loader, contents } of parts) {
      onLoad({ filter: file }, async ({ path }) => ({ loader, contents: await contents(path) }));
    }
  },
};
