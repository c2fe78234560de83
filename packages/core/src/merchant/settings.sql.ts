import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { type Match, matches } from "../match.sql.ts";
import * as Audit from "./audit.ts";
import { type PutSettings, StoredSettings } from "./settings.schema.ts";

const SettingsRow = z.object({ content: json(StoredSettings), updatedAt: instant, version: z.int() });
export type SettingsRow = z.infer<typeof SettingsRow>;

/** The microsecond of the last change. Writes wait for each other, so no two have the same. */
const version = sql`(extract(epoch from updated_at - timestamptz '2020-01-01 00:00:00Z') * 1000000)::bigint`;

/** No row: nothing was stored yet. */
export const read = (ctx: Context) =>
  rows(ctx, SettingsRow, sql`select content, updated_at, ${version} from settings where id = 'shop'`);

/** Stores the settings, unless they are as wanted. A row without `isWanted`: they are not at a version that `match` allows. */
export const replace = (ctx: Context, by: Audit.Author, settings: PutSettings, match: Match) =>
  rows(
    ctx,
    SettingsRow.extend({ isWanted: z.boolean() }),
    sql`
      with former as materialized (
        select content, ${version} as version from settings where id = 'shop' for update
      ), wanted as materialized (
        select ${JSON.stringify(settings)}::jsonb as content
      ), stored as (
        insert into settings as s (id, content)
        select 'shop', content from wanted
        where ${matches(match, sql`coalesce((select version from former), 0)`)}
        on conflict (id) do update set content = excluded.content, updated_at = clock_timestamp()
        where s.content <> excluded.content
        returning *
      ), audit as (${Audit.record(by, {
        from: sql`stored left join former on true`,
        subject: sql`'settings'`,
        before: sql`former.content`,
        after: sql`stored.content`,
      })}
      )
      select content, updated_at, ${version}, true from stored
      union all
      select content, updated_at, ${version}, content = (select content from wanted) from settings
      where not exists (select from stored)`,
  );
