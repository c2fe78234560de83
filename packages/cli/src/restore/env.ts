import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Sets variables in a file such as `.env.production`, which SST reads for that stage. Undefined removes one. */
export function setVariables(file: string, variables: Record<string, string | undefined>): void {
  const before = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const kept = before.filter((line) => !Object.keys(variables).some((name) => line.startsWith(`${name}=`)));
  while (kept.at(-1) === "") kept.pop();
  const set = Object.entries(variables).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
  writeFileSync(file, [...kept, ...set].map((line) => `${line}\n`).join(""));
}
