import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import { newUlid } from "../id.ts";
import { type Author, record } from "../merchant/audit.sql.ts";
import { PART } from "../remove.ts";
import { DISABLE_AFTER_S } from "./webhook.rules.ts";

const DeliveryRow = z.object({
  id: z.string(),
  eventId: z.string(),
  event: z.string().nullable(),
  createdAt: instant,
  attempts: z.int(),
  attemptedAt: instant.nullable(),
  nextAttemptAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  status: z.int().nullable(),
  response: z.string().nullable(),
});

const columns = sql`d.id, d.event_id, e.name, d.created_at, d.attempts, d.attempted_at, d.next_at, d.delivered_at,
  d.status, d.response`;

/** Plans the delivery of an event to each enabled endpoint that wants it. Planning it again changes nothing. */
export const plan = (ctx: Context, event: { id: string; name: string }) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      insert into webhook_delivery (id, endpoint_id, event_id)
      select 'dlv_' || left(${newUlid(ctx.now)}, 20) || lpad(cast(row_number() over (order by id) as text), 6, '0'),
        id, ${event.id}
      from webhook_endpoint
      where enabled and (events ? ${event.name} or events ? '*')
      on conflict (endpoint_id, event_id) do nothing
      returning id`,
  );

/** Removes deliveries that have ended and whose IDs, which begin with their time, are less than `before`. */
export const removeOld = (ctx: Context, before: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      delete from webhook_delivery where id in (
        select id from webhook_delivery where id < ${before} and next_at is null order by id limit ${PART}
      )
      returning id`,
  );

const DueRow = z.object({
  id: z.string(),
  eventId: z.string(),
  attempts: z.int(),
  url: z.string(),
  secret: z.string(),
});
export type DueRow = z.infer<typeof DueRow>;

/**
 * Takes deliveries that are due, of this event or of any. Until `leaseSeconds` have passed nobody else takes them. If this
 * process dies, they are attempted again after that.
 */
export const take = (
  ctx: Context,
  { eventId, count, leaseSeconds }: { eventId?: string | undefined; count: number; leaseSeconds: number },
) =>
  rows(
    ctx,
    DueRow,
    sql`
      with due as (
        select d.id from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint_id
        where d.next_at <= now() and w.enabled and ${eventId === undefined ? sql`true` : sql`d.event_id = ${eventId}`}
        order by d.next_at limit ${count}
        for update of d skip locked
      )
      update webhook_delivery d
      set attempts = attempts + 1, attempted_at = now(), next_at = now() + make_interval(secs => ${leaseSeconds})
      from due, webhook_endpoint w
      where d.id = due.id and w.id = d.endpoint_id
      returning d.id, d.event_id, d.attempts, w.url, w.secret`,
  );

export interface Outcome {
  status: number | undefined;
  response: string;
  isDelivered: boolean;
  /** Undefined: there is no further attempt. */
  retryInSeconds: number | undefined;
}

/**
 * Stores the outcome of an attempt, and what it means for the endpoint: one that has only failed for three days is disabled.
 * Returns the endpoint's ID if this disabled it.
 */
export const finish = (
  ctx: Context,
  id: string,
  { status, response, isDelivered, retryInSeconds }: Outcome,
) =>
  rows(
    ctx,
    z.object({ disabled: z.string() }),
    sql`
      with attempt as (
        update webhook_delivery
        set status = ${status ?? null}::integer, response = ${response},
          delivered_at = case when ${isDelivered} then now() end,
          next_at = case when ${isDelivered} then null else now() + make_interval(secs => ${retryInSeconds ?? null}::bigint) end
        where id = ${id} returning endpoint_id
      ), endpoint as (
        update webhook_endpoint w
        set failing_since = case when ${isDelivered} then null else coalesce(failing_since, now()) end,
          enabled = enabled and not coalesce(
            ${!isDelivered} and failing_since < now() - make_interval(secs => ${DISABLE_AFTER_S}::bigint), false),
          disabled_at = case
            when enabled and ${!isDelivered} and failing_since < now() - make_interval(secs => ${DISABLE_AFTER_S}::bigint)
              then now() else disabled_at end
        from attempt where w.id = attempt.endpoint_id
        returning w.id, w.disabled_at
      ), disabled as (
        select id from endpoint where disabled_at = now()
      ), event as (${Events.record(ctx, "webhook.disabled", sql`disabled`)}
      )
      select id from disabled`,
  );

/** The newest first. */
export const list = (
  ctx: Context,
  endpointId: string,
  { limit, after }: { limit: number; after: string | undefined },
) =>
  rows(
    ctx,
    DeliveryRow,
    sql`
      select ${columns} from webhook_delivery d left join event e on e.id = d.event_id
      where d.endpoint_id = ${endpointId} and ${after === undefined ? sql`true` : sql`d.id < ${after}`}
      order by d.id desc limit ${limit + 1}`,
  );

/** Makes a delivery due now, also one that was delivered or given up. */
export const retry = (ctx: Context, by: Author, endpointId: string, id: string) =>
  rows(
    ctx,
    DeliveryRow,
    sql`
      with d as (
        update webhook_delivery set next_at = now(), delivered_at = null, attempts = 0
        where id = ${id} and endpoint_id = ${endpointId} returning *
      ), audit as (${record(by, { from: sql`d`, subject: sql`id`, after: sql`jsonb_build_object('eventId', event_id)` })}
      )
      select ${columns} from d left join event e on e.id = d.event_id`,
  );
