import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global.ts",
    setupFiles: "test/support/setup.ts",
    // Most of their time tests wait, for a store that is silent or a deadline: one a core, less one, would be slow on two.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
