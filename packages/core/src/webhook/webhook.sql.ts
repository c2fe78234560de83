import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { type Author, record } from "../merchant/audit.sql.ts";
import type { SaveEndpoint } from "./webhook.schema.ts";

const EndpointRow = z.object({
  id: z.string(),
  url: z.string(),
  events: json(z.array(z.string())),
  enabled: z.boolean(),
  createdAt: instant,
  failingSince: instant.nullable(),
});
export type EndpointRow = z.infer<typeof EndpointRow>;

const columns = sql`id, url, events, enabled, created_at, failing_since`;
/** An endpoint as the audit log shows it: without its secret. */
const shown = sql`jsonb_build_object('url', url, 'events', events, 'enabled', enabled,
  'failingSince', failing_since)`;

/** Creates or replaces an endpoint, unless it is as wanted. `secret` is stored if it is new. Enabling it forgets its failures. */
export const save = (ctx: Context, by: Author, id: string, to: SaveEndpoint, secret: string) =>
  rows(
    ctx,
    EndpointRow.extend({ isNew: z.boolean() }),
    sql`
      with before as (
        select id, ${shown} as value from webhook_endpoint where id = ${id}
      ), saved as (
        insert into webhook_endpoint as w (id, url, events, enabled, secret)
        values (${id}, ${to.url}, ${JSON.stringify(to.events)}::jsonb, ${to.enabled}, ${secret})
        on conflict (id) do update set url = excluded.url, events = excluded.events, enabled = excluded.enabled,
          failing_since = case when excluded.enabled then null else w.failing_since end,
          disabled_at = case when excluded.enabled then null else w.disabled_at end
        where (w.url, w.events, w.enabled) is distinct from (excluded.url, excluded.events, excluded.enabled)
          or (w.enabled and w.failing_since is not null)
        returning *
      ), audit as (${record(by, {
        from: sql`saved`,
        subject: sql`id`,
        before: sql`(select value from before)`,
        after: shown,
      })}
      )
      select ${columns}, secret = ${secret} from saved
      union all
      select ${columns}, secret = ${secret} from webhook_endpoint where id = ${id} and not exists (select from saved)`,
  );

export const list = (ctx: Context) =>
  rows(ctx, EndpointRow, sql`select ${columns} from webhook_endpoint order by id limit 200`);

export const byId = (ctx: Context, id: string) =>
  rows(ctx, EndpointRow, sql`select ${columns} from webhook_endpoint where id = ${id}`);

export const remove = (ctx: Context, by: Author, id: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with gone as (
        delete from webhook_endpoint where id = ${id} returning *
      ), audit as (${record(by, { from: sql`gone`, subject: sql`id`, before: shown })}
      )
      select id from gone`,
  );
