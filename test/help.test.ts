import { exec } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));

test.concurrent.each([
  "start",
  "dev",
  "engines",
  "seed",
  "synth",
  "lab",
  "game-day",
  "proof",
  "bench",
  "bench:cold",
  "bench:million",
  "test:mutants",
])("npm run %s -- --help prints the flags and does nothing else", async (name) => {
  const result = await new Promise((resolve) => {
    exec(`${scripts[name]} --help`, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
  const command = name === "start" ? "npm start" : `npm run ${name}`;
  expect(result).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${command} -- [flags]`),
    stderr: "",
  });
});
