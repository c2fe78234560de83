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
  // Only the build reads descriptions, names of schemas, and the problems of a route. A schema's `meta` that holds nothing else would cost time
  // at a cold start.
  {
    file: /\/packages\/(core|functions)\/src\/.*\.ts$/,
    loader: "ts",
    contents: async (path) =>
      (await readFile(path, "utf8"))
        .replaceAll(new RegExp(`\\.meta\\(\\{\\s*description:\\s*${TEXT},?\\s*\\}\\)`, "g"), lineBreaks)
        .replaceAll(new RegExp(`\\b(summary|description):\\s*${TEXT},?`, "g"), lineBreaks)
        .replaceAll(new RegExp(`\\.meta\\(\\{\\s*id:\\s*${TEXT},?\\s*\\}\\)`, "g"), lineBreaks)
        .replaceAll(/\brefuses:\s*\[[^\][]*\],?/g, lineBreaks),
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
