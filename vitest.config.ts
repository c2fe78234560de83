import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global.ts",
    setupFiles: "test/support/setup.ts",
    // Most of their time tests wait, for a store that is silent or a deadline: one a core, less one, would be slow on two.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // These limits only end what hangs. They are ten times and more what the slowest needs on a quiet machine.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
