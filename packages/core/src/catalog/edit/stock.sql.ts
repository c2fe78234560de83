import * as z from "zod";
import { instant, rows } from "../../aws/postgres.ts";
import { type Sql, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import { type Match, matches } from "../../match.sql.ts";
import * as Audit from "../../merchant/audit.ts";
import { MAX_STOCK, Reason } from "./stock.schema.ts";

const MovementRow = z.object({
  id: z.string(),
  sku: z.string(),
  delta: z.int(),
  stock: z.int(),
  reason: Reason,
  note: z.string().nullable(),
  keyId: z.string(),
  keyName: z.string().nullable(),
  createdAt: instant,
});
export type MovementRow = z.infer<typeof MovementRow>;
const columns = sql`m.id, m.sku, m.delta, m.stock, m.reason, m.note, m.key_id, k.name, m.created_at`;

const { shape } = MovementRow;
/** A row that may be without a movement. */
const MaybeMovementRow = z.object({
  id: shape.id.nullable(),
  sku: shape.sku.nullable(),
  delta: shape.delta.nullable(),
  stock: shape.stock.nullable(),
  reason: shape.reason.nullable(),
  note: shape.note,
  keyId: shape.keyId.nullable(),
  keyName: shape.keyName,
  createdAt: shape.createdAt.nullable(),
});

const MoveRow = z.object({
  /** The variant before this call. */
  quantity: z.int(),
  version: z.int(),
  matched: z.boolean(),
  /** The movement of this call or of an earlier one with its key. Null: nothing was changed. */
  ...MaybeMovementRow.shape,
  movedTo: z.int().nullable(),
  fingerprint: z.string().nullable(),
  isEarlier: z.boolean(),
  productHandle: z.string(),
});

interface Movement {
  /** The movement's ID if this call makes it. */
  id: string;
  sku: string;
  key: string;
  fingerprint: string;
  reason: z.infer<typeof Reason>;
  note: string | undefined;
  match: Match;
  /** What is added to the stock of `locked`, the variant. */
  delta: Sql;
}

/**
 * Changes the stock of a variant once for each key, and records it. No row: there is no such variant. A row without a
 * movement: its version was not allowed, nothing would change, or the stock would be out of range.
 */
export const move = (ctx: Context, by: Audit.Author, movement: Movement) =>
  rows(
    ctx,
    MoveRow,
    sql`
      with earlier as materialized (
        select * from stock_movement
        where sku = ${movement.sku} and key_id = ${by.keyId} and idempotency_key = ${movement.key}
      ), locked as materialized (
        select *, ${movement.delta} as delta from variant where sku = ${movement.sku} for update
      ), moved as (
        update variant v set stock = v.stock + locked.delta
        from locked
        where v.sku = locked.sku and locked.delta <> 0 and locked.stock + locked.delta between 0 and ${MAX_STOCK}
          and not exists (select from earlier) and ${matches(movement.match, sql`locked.stock_version`)}
        returning v.sku, v.stock, v.stock_version, locked.delta
      ), recorded as (
        insert into stock_movement (id, sku, delta, stock, version, reason, note, key_id, idempotency_key, fingerprint)
        select ${movement.id}, sku, delta, stock, stock_version, ${movement.reason}, ${movement.note ?? null}::text,
          ${by.keyId}, ${movement.key}, ${movement.fingerprint}
        from moved
        returning *
      ), audit as (${Audit.record(by, {
        from: sql`recorded`,
        subject: sql`sku`,
        before: sql`jsonb_build_object('stock', stock - delta)`,
        after: sql`jsonb_build_object('stock', stock, 'reason', reason, 'note', note)`,
      })}
      )
      select locked.stock, locked.stock_version, ${matches(movement.match, sql`locked.stock_version`)}, ${columns},
        m.version, m.fingerprint, exists (select from earlier), (select handle from product where id = locked.product_id)
      from locked
      left join (select * from recorded union all select * from earlier) as m on true
      left join api_key k on k.id = m.key_id`,
  );

/** The variant's stock. No row: there is no such variant. */
export const stock = (ctx: Context, sku: string) =>
  rows(
    ctx,
    z.object({ quantity: z.int(), version: z.int() }),
    sql`select stock, stock_version from variant where sku = ${sku}`,
  );

/**
 * The newest movements first, with IDs below `after`. One row without a movement: there is none. No row: there is no such
 * variant.
 */
export const list = (
  ctx: Context,
  sku: string,
  { limit, after }: { limit: number; after: string | undefined },
) =>
  rows(
    ctx,
    MaybeMovementRow,
    sql`
      select ${columns}
      from variant v left join lateral (
        select * from stock_movement
        where sku = v.sku and coalesce(id < ${after ?? null}::text, true) order by id desc limit ${limit + 1}
      ) as m on true
      left join api_key k on k.id = m.key_id
      where v.sku = ${sku}
      order by m.id desc`,
  );
