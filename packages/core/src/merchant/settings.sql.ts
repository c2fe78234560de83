import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Audit from "./audit.ts";
import { type PutSettings, StoredSettings } from "./settings.schema.ts";

const SettingsRow = z.object({ content: json(StoredSettings), updatedAt: instant });

/** No row: nothing was stored yet. */
export const read = (ctx: Context) =>
  rows(ctx, SettingsRow, sql`select content, updated_at from settings where id = 'shop'`);

export const replace = (ctx: Context, by: Audit.Author, settings: PutSettings) =>
  rows(
    ctx,
    SettingsRow,
    sql`
      with former as materialized (
        select content from settings where id = 'shop' for update
      ), stored as (
        insert into settings (id, content) values ('shop', ${JSON.stringify(settings)}::jsonb)
        on conflict (id) do update set content = excluded.content, updated_at = now()
        returning *
      ), audit as (${Audit.record(by, {
        from: sql`stored left join former on true`,
        subject: sql`'settings'`,
        before: sql`former.content`,
        after: sql`stored.content`,
      })}
      )
      select content, updated_at from stored`,
  );
