import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { serve } from "@hono/node-server";
import { expect, it, onTestFinished } from "vitest";
import { product } from "../support/products.ts";
import { withoutCookies } from "./browser.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(path.join(root, "packages/client/README.md"), "utf8");
const blocksOf = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text = ""]) => text,
  );

it("the README's examples compile, and the first one shops in Node by the README's command", async () => {
  const category = `readme-${Date.now().toString(36)}`;
  const { handle } = await product({ category, price: 2500, title: "A linen shirt" });
  const url = await new Promise<string>((resolve) => {
    const server = serve({ fetch: withoutCookies, port: 0 }, ({ port }) =>
      resolve(`http://localhost:${port}`),
    );
    onTestFinished(() => void server.close());
  });
  const folder = mkdtempSync(path.join(tmpdir(), "client-readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ["node_modules", "package.json"])
    symlinkSync(path.join(root, name), path.join(folder, name));
  const config = {
    extends: path.join(root, "tsconfig.json"),
    compilerOptions: { lib: ["es2023", "dom", "dom.iterable"] },
    include: ["*.ts"],
  };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  for (const [i, block] of blocksOf("ts").entries()) {
    const code = block
      .replace("http://localhost:3000", url)
      .replace("linen-camp-collar-shirt", handle)
      .replace('"shirts"', `"${category}"`);
    writeFileSync(path.join(folder, `example${i || ""}.ts`), code);
  }

  const types = await run("npx", ["tsc", "-p", "."], { cwd: folder }).catch(({ stdout }) => ({ stdout }));
  expect(types.stdout).toBe("");
  const { stdout } = await run("bash", ["-c", blocksOf("sh").join("")], { cwd: folder });
  expect(stdout).toBe("A linen shirt $25.00\n2\nA linen shirt\n");
});
