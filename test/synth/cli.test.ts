import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs `npm run synth` with flags, as its script in package.json does. */
function cli(...flags: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const script = ["--import", "tsx", "packages/synth/src/cli.ts", ...flags];
  return new Promise((resolve) => {
    execFile(process.execPath, script, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test("prints the flags with --help, and does nothing else", async () => {
  const { code, stdout, stderr } = await cli("--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const flag of ["--stage", "--dev", "--secret", "--json"]) expect(stdout).toContain(flag);
});

test.each([
  [["--staeg", "x"], "Unknown option '--staeg'. --help lists the flags.\n"],
  [["--secret", "Key"], '--secret is "Key": it needs a name and a value, as in --secret Key=value.\n'],
  [
    ["--stage", "prod"],
    'app() in sst.config.ts: There is no stage "prod". Use --stage production, or another name for a stage of your own.\n',
  ],
  [["--stage", "a_b"], '"a_b" cannot name the stage: use letters, digits and -.\n'],
])("refuses %s in one line", async (flags, message) => {
  expect(await cli(...flags)).toEqual({ code: 1, stdout: "", stderr: message });
});
