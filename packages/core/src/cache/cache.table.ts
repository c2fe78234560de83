import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { type Item, type Key, readItems } from "../aws/dynamo.ts";
import { type Put, writeItems } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";

/** What Aurora answered for a key. */
export interface Loaded<V> {
  /** Undefined: Aurora has no such key. */
  value: V | undefined;
  /** When the load began, in epoch ms: a change after that moment may be missing from the value. */
  loadedAt: number;
}

/** DynamoDB deletes an item when it is older. */
const STORED_MS = 3_600_000;
/** The table only saves calls to Aurora, so a request does not wait longer for it. */
const OPTIONS = { limitMs: 900, optional: true };

const Stored = z.object({ at: z.number(), json: z.instanceof(Uint8Array) });

/** The stored entries of these keys. */
export async function read<V>(
  ctx: Context,
  kind: string,
  shape: z.ZodType<V>,
  keys: string[],
): Promise<Map<string, Loaded<V>>> {
  const wanted = keys.map((key) => keyOf(kind, key));
  return parse(shape, keys, await readItems(ctx, wanted, OPTIONS));
}

/** The entries in the items of these keys. An item in another shape, from another version of the shop, is left out. */
export function parse<V>(
  shape: z.ZodType<V>,
  keys: string[],
  items: (Item | undefined)[],
): Map<string, Loaded<V>> {
  const found = new Map<string, Loaded<V>>();
  for (const [i, item] of items.entries()) {
    const { data } = Stored.safeParse(item);
    if (!data) continue;
    const value: unknown = JSON.parse(gunzipSync(data.json).toString());
    const parsed = shape.optional().safeParse(value ?? undefined);
    if (parsed.success) found.set(keys[i] ?? "", { value: parsed.data, loadedAt: data.at });
  }
  return found;
}

/** Replaces the stored entries, whatever their age: readers compare `loadedAt`. */
export const write = <V>(ctx: Context, kind: string, entries: Map<string, Loaded<V>>): Promise<void> =>
  writePuts(ctx, putsOf(kind, entries));

export const writePuts = (ctx: Context, puts: Put[]): Promise<void> => writeItems(ctx, { puts }, OPTIONS);

/** The entries as they are stored. */
export const putsOf = <V>(kind: string, entries: Map<string, Loaded<V>>): Put[] =>
  [...entries].map(([key, { value, loadedAt }]) => ({
    table: "Cache",
    item: {
      ...keyOf(kind, key).key,
      at: loadedAt,
      json: gzipSync(JSON.stringify(value ?? null)),
      expiresAt: Math.ceil((loadedAt + STORED_MS) / 1_000),
    },
  }));

export const keyOf = (kind: string, key: string): Key => ({ table: "Cache", key: { id: `${kind} ${key}` } });
