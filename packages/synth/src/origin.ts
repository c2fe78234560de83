import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Request } from "./pulumi.ts";

/** Whether a file belongs to the app, and not to SST, a package or Node. */
function isOwn(path: string, root: string): boolean {
  return path.startsWith(join(root, "/")) && !/\/(node_modules|\.sst)\//.test(path);
}

/**
 * The name of the app's file that requests a resource, perhaps through a function of another file. On the stack, the
 * innermost frames of the app lead from the function that creates the resource to the top-level code of the requesting
 * file. So the outermost of these frames names the file.
 */
export function fileOf(request: Request, root: string): string | undefined {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  let file: string | undefined;
  for (const frame of frames) {
    const uri = frame.getPc()?.getUri() ?? "";
    // Pulumi treats the URLs on the stack as paths, and converts each into a URL again.
    const path = decodeURI(uri.slice(Math.max(uri.lastIndexOf("file:"), 0))).replace(/^file:\/*/, "/");
    if (isOwn(path, root)) file = basename(path).replace(/\.[^.]+$/, "");
    else if (file) break;
  }
  return file;
}

/** The place of an error in the app's code, such as `stacks/data.ts:12`, or otherwise in SST's code. */
export function placeOf(error: Error, root: string): string | undefined {
  let inside: string | undefined;
  for (const line of error.stack?.split("\n") ?? []) {
    const [, address = "", row] = line.match(/((?:file:\/\/)?\/[^()]+):(\d+):\d+\)?$/) ?? [];
    const path = address.startsWith("file:") ? fileURLToPath(address) : address;
    if (isOwn(path, root)) return `${path.slice(join(root, "/").length)}:${row}`;
    const [component] = path.match(/\.sst\/platform\/src\/.*/) ?? [];
    inside ??= component && `${component}:${row}`;
  }
  return inside;
}
