import { fileURLToPath } from "node:url";
import { preparePlatform } from "../../packages/synth/src/platform.ts";
import { noteSkipped } from "./skipped.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The folder of SST's components, which are downloaded if they are missing. Undefined if that fails, for example without a
 * network: use `describe.skipIf(!platform)`. In CI a failure is an error, so that no test is skipped unnoticed.
 */
export const platform: string | undefined = await preparePlatform(root, console.warn).catch((error) => {
  if (process.env.CI || error.code !== "NO_PLATFORM") throw error;
  noteSkipped("tests of the infrastructure", `SST's components are missing. ${error.message.split("\n")[0]}`);
  return undefined;
});
