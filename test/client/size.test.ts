import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("the client is at most 6 KB, minified and compressed, for any platform", async () => {
  const entry = fileURLToPath(new URL("../../packages/client/src/index.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    // A module of Node would fail the build.
    platform: "neutral",
    mainFields: ["module", "main"],
    write: false,
  });
  const [file] = outputFiles;
  expect(gzipSync(file?.contents ?? "").length).toBeLessThanOrEqual(6 * 1024);
});
