import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Loader, Plugin } from "esbuild";

interface Part {
  file: RegExp;
  loader: Loader;
  /** What stands in the file's place. */
  contents(path: string): string | Promise<string>;
}

const nothing = { loader: "js", contents: () => "module.exports = {}" } as const;

const parts: Part[] = [
  // The API describes itself when it is built, not when it runs.
  { file: /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/, ...nothing },
  // No operation of DynamoDB or the Data API streams events.
  { file: /\/@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/, ...nothing },
  // Keeps the endpoints that DynamoDB would be asked for if that were turned on: a handful.
  {
    file: /\/mnemonist\/lru-cache\.js$/,
    loader: "js",
    contents: () =>
      "export default class extends Map { constructor() { super() } peek(key) { return this.get(key) } }",
  },
  // PostgreSQL minds neither indentation nor comments.
  {
    file: /\.sql\.ts$/,
    loader: "ts",
    contents: async (path) => (await readFile(path, "utf8")).replace(/^[ \t]*(--.*)?/gm, ""),
  },
  // What describes the API is read when it is built.
  {
    file: /\/packages\/(core|functions)\/src\/.*\.ts$/,
    loader: "ts",
    contents: async (path) =>
      (await readFile(path, "utf8")).replaceAll(/\b(summary|description):(\s*)"(?:[^"\\]|\\.)*"/g, '$1:$2""'),
  },
  // Only the version is read, for the user agent.
  {
    file: /\/@aws-sdk\/client-[\w-]+\/package\.json$/,
    loader: "json",
    contents: async (path) => JSON.stringify({ version: JSON.parse(await readFile(path, "utf8")).version }),
  },
];

/** Leaves out of the bundles what never runs in them. Lines stay where they are, for the source maps. */
export const unused: Plugin = {
  name: "unused",
  setup: ({ onLoad, onResolve }) => {
    // Lambda gives its credentials by the environment: profiles, single sign-on and machines' roles are a sixth of the bundle.
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: fileURLToPath(new URL("credentials.ts", import.meta.url)),
    }));
    for (const { file, loader, contents } of parts) {
      onLoad({ filter: file }, async ({ path }) => ({ loader, contents: await contents(path) }));
    }
  },
};
