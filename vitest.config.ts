import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global.ts",
    setupFiles: "test/support/setup.ts",
    // The default, one worker less than cores, would be slow on two cores, because tests often wait for deadlines.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // Only failing tests print what they and the shop log.
    silent: "passed-only",
    // These limits only end tests that hang. They are more than ten times what the slowest test needs on a quiet machine.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
