import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { type Author, record } from "./audit.sql.ts";
import type { Role } from "./key.rules.ts";
import { Key, Scope } from "./key.schema.ts";

const { role } = Key.shape;
const KeyRow = z.object({
  id: z.string(),
  name: z.string(),
  role,
  /** Null for a key with a role. */
  scopes: json(z.array(Scope)).nullable(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export type KeyRow = z.infer<typeof KeyRow>;

const columns = sql`id, name, role, scopes, created_at, expires_at, last_used_at`;
/** The key as the audit log shows it: without its hash. */
const shown = sql`jsonb_build_object('name', name, 'role', role, 'scopes', scopes, 'expiresAt', expires_at)`;

export interface NewRow {
  id: string;
  name: string;
  role: Role | undefined;
  scopes: readonly string[] | undefined;
  expiresAt: string | undefined;
  secretHash: string;
}

/** A request for a key. */
export interface KeyRequest {
  /** Its Idempotency-Key, if it has one, and a hash of it. */
  key?: string | undefined;
  fingerprint: string;
}

/** No row: the key's ID is stored, or the author has made a key with this Idempotency-Key. */
export const create = (ctx: Context, by: Author, key: NewRow, request: KeyRequest) =>
  rows(
    ctx,
    KeyRow,
    sql`
      with made as (
        insert into api_key (id, name, role, scopes, expires_at, secret_hash, created_by, idempotency_key, fingerprint)
        values (${key.id}, ${key.name}, ${key.role ?? null}::text, ${key.scopes ? JSON.stringify(key.scopes) : null}::jsonb,
          ${key.expiresAt ?? null}::timestamptz, ${key.secretHash}, ${by.keyId}, ${request.key ?? null}::text,
          ${request.fingerprint})
        on conflict do nothing
        returning *
      ), audit as (${record(by, { from: sql`made`, subject: sql`id`, after: shown })}
      )
      select ${columns} from made`,
  );

/** What an earlier attempt of this request, or another request with its Idempotency-Key, has made. */
export const made = (ctx: Context, by: Author, id: string, { key }: KeyRequest) =>
  rows(
    ctx,
    KeyRow.extend({ fingerprint: z.string() }),
    sql`
      select ${columns}, fingerprint from api_key
      where id = ${id} or (created_by = ${by.keyId} and idempotency_key = ${key ?? null}::text)`,
  );

/** The key with this hash, unless it has ended. Its last use is recorded, at most once a minute. */
export const use = (ctx: Context, secretHash: string) =>
  rows(
    ctx,
    KeyRow,
    sql`
      with found as (
        select * from api_key
        where secret_hash = ${secretHash} and revoked_at is null and coalesce(expires_at > now(), true)
      ), used as (
        update api_key set last_used_at = now() from found
        where api_key.id = found.id and coalesce(found.last_used_at < now() - interval '1 minute', true)
      )
      select ${columns} from found`,
  );

/** Keys that were not revoked, the newest first. */
export const list = (ctx: Context, { limit, after }: { limit: number; after: string | undefined }) =>
  rows(
    ctx,
    KeyRow,
    sql`
      select ${columns} from api_key
      where revoked_at is null and coalesce(id < ${after ?? null}::text, true)
      order by id desc
      limit ${limit + 1}`,
  );

/** Returns the key's ID, also if it was revoked before. No row: there is no such key. */
export const revoke = (ctx: Context, by: Author, id: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with revoked as (
        update api_key set revoked_at = now() where id = ${id} and revoked_at is null returning *
      ), audit as (${record(by, { from: sql`revoked`, subject: sql`id`, before: shown })}
      )
      select id from api_key where id = ${id}`,
  );
