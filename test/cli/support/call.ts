import { run } from "../../../packages/cli/src/run.ts";

/** Runs a command, and returns its exit code and what it wrote. */
export async function call(args: string[], env: NodeJS.ProcessEnv) {
  const [out, error]: [string[], string[]] = [[], []];
  const io = {
    out: (text: string) => out.push(text),
    error: (text: string) => error.push(text),
    isTTY: false,
  };
  const code = await run(args, { ...io, env });
  return { code, out: out.join("\n"), error: error.join("\n") };
}
