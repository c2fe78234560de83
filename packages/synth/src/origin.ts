import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Request } from "./pulumi.ts";

/** Whether a file is the app's own, and not SST's, a package's, or Node's. */
function isOwn(path: string, root: string): boolean {
  return path.startsWith(join(root, "/")) && !/\/(node_modules|\.sst)\//.test(path);
}

/**
 * The name of the app's file that asked for a resource, through another file's function perhaps. The innermost frames of
 * the app's own reach from where it is made out to the code at the top of that file, which a frame of the bundle's runs.
 */
export function concernOf(request: Request, root: string): string | undefined {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  let concern: string | undefined;
  for (const frame of frames) {
    const uri = frame.getPc()?.getUri() ?? "";
    // Pulumi takes the addresses on the stack for paths, and makes an address of an address.
    const path = decodeURI(uri.slice(Math.max(uri.lastIndexOf("file:"), 0))).replace(/^file:\/*/, "/");
    if (isOwn(path, root)) concern = basename(path).replace(/\.[^.]+$/, "");
    else if (concern) break;
  }
  return concern;
}

/** The place that an error came from: in the app's own code, such as `stacks/data.ts:12`, or else in SST's. */
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
