import { gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";
import { type Key, read as readItems } from "../aws/dynamo.ts";
import { update, write as writeItems } from "../aws/dynamo.write.ts";
import { type Context, clock } from "../context.ts";

/** A value, and when loading it from Aurora began: what is older than an edit is known by it. Undefined: there was none. */
export interface Entry<V> {
  value: V | undefined;
  at: Date;
}

/** For how long an entry is of any use. */
const KEPT_MS = 3_600_000;
/** How far the clocks of two instances may differ. A time that lies further ahead comes from a wrong clock, and is ignored. */
export const CLOCK_TOLERANCE_MS = 2_000;
/** It is a short cut: where it takes longer than this, Aurora is asked. */
const LIMIT_MS = 900;
/** Who gives up on a claim goes to Aurora, with all others who do: here patience pays. */
const CLAIM_LIMIT_MS = 2_500;

const Stored = z.object({ id: z.string(), at: z.number(), json: z.instanceof(Uint8Array) });

/** What is stored of a kind under these keys. What another version of the shop has stored in another shape is not there. */
export async function read<V>(
  ctx: Context,
  kind: string,
  shape: z.ZodType<V>,
  keys: string[],
): Promise<Map<string, Entry<V>>> {
  const found = new Map<string, Entry<V>>();
  const items = await readItems(
    ctx,
    keys.map((key) => keyOf(kind, key)),
    { consistent: false, limitMs: LIMIT_MS, optional: true },
  );
  for (const [i, item] of items.entries()) {
    // An item without a value is a claim alone.
    const { data } = Stored.safeParse(item);
    const value = data && JSON.parse(gunzipSync(data.json).toString());
    const parsed = data && shape.optional().safeParse(value ?? undefined);
    if (parsed?.success) found.set(keys[i] ?? "", { value: parsed.data, at: new Date(data?.at ?? 0) });
  }
  return found;
}

/** Replaces what is there, whatever it is: an older value is told by its time. */
export const write = <V>(ctx: Context, kind: string, entries: Map<string, Entry<V>>): Promise<void> =>
  writeItems(
    ctx,
    {
      puts: [...entries].map(([key, { value, at }]) => ({
        table: "Cache",
        item: {
          ...keyOf(kind, key).key,
          at: at.getTime(),
          json: gzipSync(JSON.stringify(value ?? null)),
          expiresAt: seconds(at.getTime() + KEPT_MS),
        },
      })),
    },
    { limitMs: LIMIT_MS, optional: true },
  );

export const remove = (ctx: Context, keys: Key[]): Promise<void> => writeItems(ctx, { deletes: keys });

/**
 * Says that the caller is loading this key, until `until`. False: somebody else is. A claim that ends much later is ignored: the clock by
 * which it was made is wrong.
 */
export const claim = (ctx: Context, kind: string, key: string, until: Date): Promise<boolean> =>
  update(
    ctx,
    keyOf(kind, key),
    "claimedUntil = :until, expiresAt = if_not_exists(expiresAt, :end)",
    {
      expression: "attribute_not_exists(claimedUntil) OR claimedUntil <= :now OR claimedUntil > :latest",
      values: {
        ":until": until.getTime(),
        ":now": clock(ctx),
        ":latest": until.getTime() + CLOCK_TOLERANCE_MS,
        ":end": seconds(until.getTime() + KEPT_MS),
      },
    },
    { limitMs: CLAIM_LIMIT_MS, optional: true },
  );

/** Ends the claim of a load that has failed. */
export const release = (ctx: Context, kind: string, key: string): Promise<boolean> =>
  update(
    ctx,
    keyOf(kind, key),
    "claimedUntil = :ended",
    { expression: "attribute_exists(claimedUntil)", values: { ":ended": 0 } },
    { limitMs: LIMIT_MS, optional: true },
  );

export const keyOf = (kind: string, key: string): Key => ({ table: "Cache", key: { id: `${kind} ${key}` } });

const seconds = (ms: number): number => Math.ceil(ms / 1000);
