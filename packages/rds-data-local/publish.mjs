// npm, unlike pnpm, does not apply publishConfig.exports. So `prepack` points the exports at the built files, and
// `postpack` back at the source, which is what the workspace runs.
import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const kept = "package.workspace.json";

if (process.argv[2] === "undo") {
  renameSync(kept, "package.json");
} else {
  copyFileSync("package.json", kept);
  const { publishConfig, scripts, devDependencies, ...manifest } = JSON.parse(readFileSync(kept, "utf8"));
  writeFileSync("package.json", JSON.stringify({ ...manifest, ...publishConfig }, null, 2));
}
