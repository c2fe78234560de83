import { fileURLToPath } from "node:url";
import { preparePlatform } from "../../packages/synth/src/platform.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * SST's components, prepared where they are missing. Undefined where that cannot be done, away from a network perhaps:
 * `describe.skipIf(!platform)`. In CI it is an error instead, so that no test is left out unseen.
 */
export const platform: string | undefined = await preparePlatform(root, console.warn).catch((error) => {
  if (process.env.CI || error.code !== "NO_PLATFORM") throw error;
  console.warn(`Without SST's components, these tests are left out.\n${error.message}`);
  return undefined;
});
