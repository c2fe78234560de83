import { preparePlatform } from "./platform.ts";

// What the types of sst.config.ts come from.
await preparePlatform(process.cwd(), (line) => console.error(line)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
