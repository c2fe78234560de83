import type { Carts, Images, Ports, Products } from "./shop.ts";

/** The ports that the environment asks for. Each is loaded only when it is used. */
export async function ports(env: NodeJS.ProcessEnv): Promise<Ports> {
  const { LAB_CARTS, LAB_DATABASE, LAB_OUTSIDE } = env;
  return {
    ...(LAB_CARTS && { carts: await carts(LAB_CARTS, env) }),
    ...(env.LAB_IMAGES && { images: await images(env.LAB_IMAGES, env.LAB_IMAGES_AT ?? "") }),
    ...(LAB_OUTSIDE && { mail: await mail(LAB_OUTSIDE, env.LAB_QUEUE) }),
    ...(LAB_DATABASE && { products: await products(LAB_DATABASE, env) }),
  };
}

async function images(kind: string, at: string): Promise<Images> {
  if (kind === "bucket") return (await import("../chapters/images/stores/bucket.ts")).bucketImages(at);
  return (await import("../chapters/images/stores/disk.ts")).diskImages(at, kind === "shared");
}

async function mail(outside: string, queue: string | undefined) {
  const { mailAfterOrder } = await import("../chapters/slow/mail.ts");
  return mailAfterOrder(outside, queue ? JSON.parse(queue) : undefined);
}

async function products(url: string, env: NodeJS.ProcessEnv): Promise<Products> {
  if (env.LAB_DATA_API) {
    const { dataApiProducts } = await import("../chapters/connections/data-api.ts");
    return dataApiProducts(url, Number(env.LAB_HOLD_MS));
  }
  const { connectDatabase } = await import("../chapters/reads/stores/database.ts");
  const { LAB_REPLICA_URLS, LAB_STORE, LAB_CACHE } = env;
  const database = connectDatabase(url, LAB_REPLICA_URLS ? LAB_REPLICA_URLS.split(",") : [], {
    connections: Number(env.LAB_CONNECTIONS || 10),
    holdMs: Number(env.LAB_HOLD_MS || 0),
  });
  if (!LAB_CACHE)
    return { read: database.read, write: async (sku) => ({ version: await database.write(sku) }) };
  const { cachedProducts } = await import("../chapters/reads/stores/cached.ts");
  return cachedProducts(LAB_STORE ?? "", database, JSON.parse(LAB_CACHE));
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
