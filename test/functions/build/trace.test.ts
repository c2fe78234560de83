import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "@myclothes/functions/build";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBundles } from "../../../packages/functions/build/bundle.ts";
import { trace } from "../../../packages/functions/build/trace.ts";

const root = mkdtempSync(path.join(tmpdir(), "trace-"));
afterAll(() => rmSync(root, { recursive: true }));
let stack: string;
let built: Awaited<ReturnType<typeof build>>;

/** Builds a function that throws in its second line and calls it, and builds the shop's. */
beforeAll(async () => {
  const source = path.join(root, "src/thrower.ts");
  mkdirSync(path.dirname(source));
  writeFileSync(source, 'export function handler(): void {\n  throw new Error("on purpose");\n}\n');
  const { write, close } = await createBundles({ thrower: source }, path.join(root, "out"), {});
  const bundle = (await write()).thrower;
  await close();
  const call = `import("${pathToFileURL(bundle).href}").then(({ handler }) => handler()).catch(({ stack }) => console.log(stack))`;
  stack = execFileSync(process.execPath, ["-e", call], { encoding: "utf8" });
  built = await build(path.join(root, "dist"));
});

it("names the bundle's content in a stack trace, and resolves that to source and line", () => {
  expect(stack).toMatch(/at \w+ \(thrower\.[0-9a-f]{8}\.mjs:\d+:\d+\)/);
  const line = JSON.stringify({ message: { error: { stack } } });
  const { text, missing } = trace(line, path.join(root, "out/maps"));
  expect(text).toContain(`${path.relative(process.cwd(), path.join(root, "src/thrower.ts"))}:2:`);
  expect(missing).toEqual([]);
});

it("leaves a frame as it is when its map is missing, and names the bundle", () => {
  const frame = "at x (api.00c0ffee.mjs:1:2)";
  expect(trace(frame, path.join(root, "out/maps"))).toEqual({ text: frame, missing: ["api.00c0ffee.mjs"] });
});

it("keeps the source maps out of the folders that Lambda gets", () => {
  const { api, sweep } = built;
  for (const file of [api, sweep]) {
    expect(readdirSync(path.dirname(file)).filter((name) => name.endsWith(".map"))).toEqual([]);
    expect(readFileSync(file, "utf8")).not.toContain("sourceMappingURL=");
    const [, hash] = /\n\/\/# sourceURL=(\w+\.[0-9a-f]{8}\.mjs)\n?$/.exec(readFileSync(file, "utf8")) ?? [];
    expect(readdirSync(path.join(root, "dist/maps"))).toContain(`${hash}.map`);
  }
});

it("resolves a frame of the Api bundle to the line of its source", () => {
  const code = readFileSync(built.api, "utf8");
  const map = readdirSync(path.join(root, "dist/maps")).find((name) => name.startsWith("api.")) ?? "";
  const at = code.lastIndexOf("This path accepts only");
  const before = code.slice(0, at).split("\n");
  const frame = `${map.replace(".map", "")}:${before.length}:${(before.at(-1) ?? "").length + 1}`;
  const [, source = "", line] =
    /(\S+):(\d+):\d+$/.exec(trace(frame, path.join(root, "dist/maps")).text) ?? [];
  expect(readFileSync(source, "utf8").split("\n")[Number(line) - 1]).toContain("This path accepts only");
});
