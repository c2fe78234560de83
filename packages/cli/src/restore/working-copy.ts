import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { UserError } from "@myclothes/local/report";

/**
 * The commit of the working copy, for people. Throws a UserError if there are uncommitted changes, because a deploy would make
 * them live. A switch that is repeated finds the variables that it has written into `file`, so these may differ.
 */
export function requireCommit(file: string): string {
  const changes = git("status", "--porcelain", "--untracked-files=normal")
    .split("\n")
    .filter((line) => line && !(line.slice(3) === file && isOwnChange(file)));
  if (changes.length > 0)
    throw new UserError(`The working copy has uncommitted changes, and this command would deploy them:
${changes.join("\n")}
Check out the commit that is deployed, without changes. Then repeat this command.`);
  return git("log", "-1", "--format=%H (%cs, %s)").trim();
}

/** Whether the file differs from the committed one only in the variables that a switch writes. */
function isOwnChange(file: string): boolean {
  const { stdout: committed } = spawnSync("git", ["show", `HEAD:./${file}`], { encoding: "utf8" });
  const now = existsSync(file) ? readFileSync(file, "utf8") : "";
  return othersOf(now) === othersOf(committed);
}

const othersOf = (text: string): string =>
  text
    .split("\n")
    .filter((line) => line && !line.startsWith("RESTORED_"))
    .join("\n");

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { encoding: "utf8" });
  if (status !== 0)
    throw new UserError(`This command deploys a commit. Run it in a clone of the repository: ${stderr}`);
  return stdout;
}
