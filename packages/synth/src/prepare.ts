import { preparePlatform } from "./platform.ts";

// The types of sst.config.ts are part of the platform.
await preparePlatform(process.cwd(), (line) => console.error(line)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
