import { defineConfig } from "vitest/config";
export default defineConfig({
  plugins: [{ name: "g", enforce: "pre", resolveId(id: string) { if (id === "../graphs.ts") return "/work/wt/ops/graphs.tmp.ts"; } }],
  test: { include: ["test/infra/infra.test.ts"], silent: "passed-only", testTimeout: 300000, hookTimeout: 300000 },
});
