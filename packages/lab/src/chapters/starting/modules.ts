import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** Imports a module in a process of its own, and asks V8 which scripts it has parsed. Node's own do not count. */
const SCRIPT = `
  import { Session } from "node:inspector";
  await import(process.argv[1]);
  const session = new Session();
  session.connect();
  let modules = 0;
  session.on("Debugger.scriptParsed", ({ params: { url } }) => {
    if (url && !/^(node:|data:|evalmachine)|\\[eval/.test(url)) modules++;
  });
  session.post("Debugger.enable");
  console.log(modules);
  process.exit();`;

/** How many modules are loaded before the first request. */
export async function modulesOf(bundle: string, env: NodeJS.ProcessEnv): Promise<number> {
  const args = ["--input-type=module", "-e", SCRIPT, pathToFileURL(bundle).href];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  return Number(stdout);
}
