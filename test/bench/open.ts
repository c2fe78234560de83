import { spawn } from "node:child_process";

/** Shows a file in the browser; that there is none is no error. */
export function open(file: string): void {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  spawn(command, [file], { detached: true, stdio: "ignore" })
    .on("error", () => console.error(`It could not be opened: ${command} is missing.`))
    .unref();
}
