import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, launch, node } from "../process/child.ts";
import type { Folder } from "../process/folder.ts";
import { freePort } from "../process/port.ts";
import { UserError } from "../process/report.ts";
import { adviseOnDamage } from "./advice.ts";
import { checkStored, type Store } from "./stored.ts";

export interface Dynamo extends Child {
  url: string;
  engine: Store;
}

/**
 * Starts a DynamoDB engine. It works in memory when the folder is not kept. Each engine has a folder of its own, so
 * changing the engine never harms what the other one wrote.
 */
export async function startDynamo(
  { path: dir, isPersistent }: Folder,
  wish: string | undefined,
): Promise<Dynamo> {
  const program = dynoxide();
  const engine = wish || (program ? "dynoxide" : "dynalite");
  if (engine !== "dynoxide" && engine !== "dynalite") {
    throw new UserError(`DYNAMODB_ENGINE is "${engine}": it must be dynoxide or dynalite.`);
  }
  if (engine === "dynoxide" && !program) {
    throw new UserError(
      "dynoxide is not installed here (@dynoxide/linux-x64): try DYNAMODB_ENGINE=dynalite.",
    );
  }
  const folder = isPersistent ? path.join(dir, engine) : undefined;
  if (folder) checkStored(dir, engine);
  return adviseOnDamage(folder, async () => {
    if (folder) mkdirSync(folder, { recursive: true });
    return engine === "dynoxide" && program ? startDynoxide(program, folder) : startDynalite(folder);
  });
}

/** The path of the binary. npm installs it on Linux on x64 only. */
function dynoxide(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json");
    return path.join(path.dirname(manifest), "dynoxide");
  } catch {
    return undefined;
  }
}

async function startDynalite(folder: string | undefined): Promise<Dynamo> {
  const script = fileURLToPath(new URL("dynalite.mjs", import.meta.url));
  const program = node(script, ["0", ...(folder ? [folder] : [])]);
  const child = await launch({ ...program, name: "DynamoDB (dynalite)", ready: /ready on (http:\S+)/ });
  return { ...child, url: child.ready[1] ?? "", engine: "dynalite" };
}

/** dynoxide does not print the port that it took for 0, so we choose a free one; another process may take it first. */
async function startDynoxide(program: string, folder: string | undefined, attempts = 5): Promise<Dynamo> {
  const port = await freePort();
  const file = folder ? ["--db-path", path.join(folder, "dynamo.db")] : [];
  try {
    const child = await launch({
      name: "DynamoDB (dynoxide)",
      command: program,
      args: ["--port", String(port), ...file],
      ready: /listening on (http:\S+)/,
    });
    return { ...child, url: child.ready[1] ?? "", engine: "dynoxide" };
  } catch (error) {
    const taken = error instanceof UserError && error.message.includes("already in use");
    if (taken && attempts > 1) return startDynoxide(program, folder, attempts - 1);
    throw error;
  }
}
