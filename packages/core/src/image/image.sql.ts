import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { type Author, record } from "../merchant/audit.ts";
import type { Size } from "./image.rules.ts";
import { Image } from "./image.schema.ts";
import { Srcset } from "./srcset.schema.ts";

const ImageRow = z.object({
  id: z.string(),
  filename: z.string(),
  status: Image.shape.status,
  reason: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  url: z.string().nullable(),
  srcset: json(Srcset).nullable(),
  createdAt: instant,
});
export type ImageRow = z.infer<typeof ImageRow>;

export const find = (ctx: Context, id: string) =>
  rows(
    ctx,
    ImageRow,
    sql`select id, filename, status, reason, width, height, url, srcset, created_at from image where id = ${id}`,
  );

export interface NewRow {
  id: string;
  requestKey: string | undefined;
  fingerprint: string;
  filename: string;
  contentType: string;
  bytes: number;
}

/**
 * Creates a pending image, and returns it. If the request key exists, returns the image of the first request. No row: a
 * request with the same key is being carried out.
 */
export const create = (ctx: Context, by: Author, image: NewRow) =>
  rows(
    ctx,
    z.object({ id: z.string(), fingerprint: z.string() }),
    sql`
      with made as (
        insert into image (id, request_key, fingerprint, filename, content_type, bytes)
        values (${image.id}, ${image.requestKey ?? null}::text, ${image.fingerprint}, ${image.filename}, ${image.contentType},
          ${image.bytes}::integer)
        on conflict (request_key) do nothing
        returning *
      ), audit as (${record(by, {
        from: sql`made`,
        subject: sql`id`,
        after: sql`jsonb_build_object('filename', filename, 'contentType', content_type, 'bytes', bytes)`,
      })}
      )
      select id, fingerprint from made
      union all
      select id, fingerprint from image where request_key = ${image.requestKey ?? null}::text`,
  );

/** Counts another attempt to convert a pending image, and returns their number. No row: it is no longer pending. */
export const begin = (ctx: Context, id: string) =>
  rows(
    ctx,
    z.object({ attempts: z.int() }),
    sql`update image set attempts = attempts + 1 where id = ${id} and status = 'pending' returning attempts`,
  );

export interface Ready extends Size {
  url: string;
  srcset: Srcset;
}

/** Makes a pending image ready. Another attempt may have done so already. */
export const makeReady = (ctx: Context, id: string, { width, height, url, srcset }: Ready) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      update image set status = 'ready', width = ${width}::integer, height = ${height}::integer, url = ${url},
        srcset = ${JSON.stringify(srcset)}::jsonb, processed_at = now()
      where id = ${id} and status = 'pending' returning id`,
  );

export const refuse = (ctx: Context, id: string, reason: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      update image set status = 'refused', reason = ${reason}, processed_at = now()
      where id = ${id} and status = 'pending' returning id`,
  );
