import { execFile, execFileSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { environment } from "@myclothes/local/env";
import { synth } from "@myclothes/synth";
import type { Graph } from "@myclothes/synth/graph";
import { preparePlatform } from "@myclothes/synth/platform";
import { findProgram } from "../../engines/find.ts";
import { callFunction, startFunction } from "../../runner/function.ts";
import type { Tried } from "./paths.ts";

const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));

/** Root needs no user namespace. Others become root in one of their own, where the system permits it. */
const unshare = () => (process.getuid?.() === 0 ? ["--net"] : ["--user", "--map-root-user", "--net"]);

/** Why this machine permits no network namespaces. Undefined if it does. */
export function whyNoNamespaces(): string | undefined {
  const missing = ["unshare", "nsenter", "ip"].filter((name) => !findProgram(name));
  if (missing.length > 0)
    return `network namespaces need Linux with ${missing.join(", ")}: \`apt-get install iproute2 util-linux\``;
  try {
    // A tier is a namespace inside this one, at the other end of a cable.
    const probe = "ip link add name one type veth peer name other && unshare --net true";
    execFileSync("unshare", [...unshare(), "sh", "-c", probe], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `this machine permits no network namespaces (${(error as Error).message.split("\n").at(-1)}): try as root`;
  }
}

/** Builds a network of three processes, and tries every path. The seed gives the order. */
export async function tryPaths(program: string, system: string, seed: string, broken = ""): Promise<Tried[]> {
  const args = [...unshare(), process.execPath, program, system, broken, seed];
  const { stdout } = await promisify(execFile)("unshare", args);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** The resources of the stage "production". Throws an error with the code NO_PLATFORM where SST's components are missing. */
export async function shopGraph(progress: (what: string) => void): Promise<Graph> {
  await preparePlatform(ROOT, progress);
  return synth({ root: ROOT, stage: "production" });
}

/** The status with which the shop's function answers a request past the edge. It is the one that the synthesis has just built. */
export async function statusPastEdge(): Promise<number> {
  const nowhere = "http://127.0.0.1:9";
  const env = environment(
    { dynamoUrl: nowhere, dataApiUrl: nowhere, sqsUrl: nowhere, queueUrl: nowhere, origins: [] },
    {},
  );
  const api = await startFunction(path.join(ROOT, "packages/functions/dist/api/api.mjs"), env);
  try {
    const request = { path: "/v1/time" };
    const { statusCode: usual } = await callFunction(api, request);
    if (usual !== 200) throw new Error(`The function has answered ${usual} to the edge.`);
    return (await callFunction(api, { ...request, viaEdge: false })).statusCode;
  } finally {
    await api.stop();
  }
}
