// npm, unlike pnpm, does not apply publishConfig.exports. So `prepack` points the exports at the built files. `postpack`
// points them back at the sources, which the workspace uses.
import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const backup = "package.workspace.json";

if (process.argv[2] === "undo") {
  renameSync(backup, "package.json");
} else {
  copyFileSync("package.json", backup);
  const { publishConfig, scripts, devDependencies, ...manifest } = JSON.parse(readFileSync(backup, "utf8"));
  writeFileSync("package.json", JSON.stringify({ ...manifest, ...publishConfig }, null, 2));
}
