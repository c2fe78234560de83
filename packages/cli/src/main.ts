// `npm run shop -- …`: the admin API on the command line.
import { run } from "./run.ts";

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => console.log(text),
  error: (text) => console.error(text),
  isTTY: Boolean(process.stderr.isTTY),
});
