import { connect } from "../../../engines/resp.ts";
import type { Cart, Write } from "../../../shop/cart.ts";
import { session } from "../../../shop/session.ts";
import type { Carts } from "../../../shop/shop.ts";

const LIFE_S = 14 * 86_400;
const REMEMBERED = 16;
/** How long a write waits for the replica's confirmation. */
const REPLICA_MS = 1_000;

/**
 * One atomic step: it recognises a repeated write, adds the quantity, and renews the expiry. The braces in the keys put both into
 * one slot of a cluster.
 */
const WRITE = `
  for _, id in ipairs(redis.call('LRANGE', KEYS[2], 0, -1)) do if id == ARGV[1] then return 0 end end
  if ARGV[2] == 'clear' then redis.call('DEL', KEYS[1])
  else
    redis.call('HINCRBY', KEYS[1], 'q:' .. ARGV[3], ARGV[4])
    redis.call('HSET', KEYS[1], 'p:' .. ARGV[3], ARGV[5])
    redis.call('EXPIRE', KEYS[1], ${LIFE_S})
  end
  redis.call('RPUSH', KEYS[2], ARGV[1])
  redis.call('LTRIM', KEYS[2], -${REMEMBERED}, -1)
  redis.call('EXPIRE', KEYS[2], ${LIFE_S})
  return 1`;

/** The cart is in Valkey, under the session's id. With `replicas`, a write is answered when so many of them have it. */
export function valkeyCarts(
  url: string,
  secret: string,
  { replicas = 0, broken }: { replicas?: number; broken?: string | undefined },
): Carts {
  const valkey = connect(url);
  const load = async (id: string): Promise<Cart> => {
    const flat = (await valkey.send("HGETALL", `cart:{${id}}`)) as string[];
    const lines: Cart["lines"] = {};
    for (let at = 0; at < flat.length; at += 2) {
      const [, kind, sku = ""] = /^(.):(.*)$/.exec(flat[at] ?? "") ?? [];
      lines[sku] ??= { quantity: 0, price: 0 };
      lines[sku][kind === "q" ? "quantity" : "price"] = Number(flat[at + 1]);
    }
    return { lines, done: [] };
  };
  const store = async (id: string, write: Write) => {
    const rest = write.kind === "add" ? [write.sku, String(write.quantity), String(write.price)] : [];
    await valkey.send("EVAL", WRITE, "2", `cart:{${id}}`, `done:{${id}}`, write.id, write.kind, ...rest);
    if (replicas && Number(await valkey.send("WAIT", String(replicas), String(REPLICA_MS))) < replicas)
      throw new Error("The write has not reached the replica.");
  };
  /** Reads, adds here, and writes back. Two tabs at once overwrite each other. */
  const storeWithoutAtomicity = async (id: string, write: Write) => {
    const { lines } = await load(id);
    if (write.kind === "clear") return void (await valkey.send("DEL", `cart:{${id}}`));
    const { sku, quantity, price } = write;
    const fields = { ...lines, [sku]: { quantity: (lines[sku]?.quantity ?? 0) + quantity, price } };
    const flat = Object.entries(fields).flatMap(([sku, line]) => [
      `q:${sku}`,
      String(line.quantity),
      `p:${sku}`,
      String(line.price),
    ]);
    await valkey.send("DEL", `cart:{${id}}`);
    await valkey.send("HSET", `cart:{${id}}`, ...flat);
  };
  return {
    async read(cookies) {
      const { id, cookie } = session(cookies, secret);
      return { cart: await load(id), cookie };
    },
    async write(cookies, write) {
      const { id, cookie } = session(cookies, secret);
      await (broken === "atomicity" ? storeWithoutAtomicity : store)(id, write);
      return { cart: await load(id), cookie };
    },
  };
}
