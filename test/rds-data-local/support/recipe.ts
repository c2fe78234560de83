import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const readme = fileURLToPath(new URL("../../../packages/rds-data-local/README.md", import.meta.url));

/** The block of the package's README whose first line is a comment with this name. */
export function recipe(name: string): string {
  const blocks = readFileSync(readme, "utf8").split(/^```\w*\n/m);
  const block = blocks.find((text) => /^(?:#|\/\/) (.*)/.exec(text)?.[1] === name);
  if (block === undefined) throw new Error(`The README has no block that begins with "${name}".`);
  return block;
}
