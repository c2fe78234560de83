import type { Carts, Ports } from "./shop.ts";

/** The ports that the environment asks for. Each is loaded only when it is used. */
export async function ports(env: NodeJS.ProcessEnv): Promise<Ports> {
  const { LAB_CARTS } = env;
  return { ...(LAB_CARTS && { carts: await carts(LAB_CARTS, env) }) };
}

async function carts(kind: string, env: NodeJS.ProcessEnv): Promise<Carts> {
  const secret = env.LAB_SECRET ?? "";
  const broken = env.LAB_BROKEN;
  const url = env.LAB_STORE ?? "";
  switch (kind) {
    case "memory":
      return (await import("../chapters/carts/stores/memory.ts")).memoryCarts(secret);
    case "cookie":
      return (await import("../chapters/carts/stores/cookie.ts")).cookieCarts(undefined, broken);
    case "signed":
      return (await import("../chapters/carts/stores/cookie.ts")).cookieCarts(secret, broken);
    case "valkey":
      return (await import("../chapters/carts/stores/valkey.ts")).valkeyCarts(url, secret, {
        replicas: Number(env.LAB_REPLICAS ?? 0),
        broken,
      });
    case "dynamo":
      return (await import("../chapters/carts/stores/dynamo.ts")).dynamoCarts(url, secret, broken);
    default:
      throw new Error(`unknown carts: ${kind}`);
  }
}
