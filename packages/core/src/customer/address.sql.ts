import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { AddressKey, Saved } from "./address.rules.ts";
import { type Address, StoredAddress } from "./address.schema.ts";

const AddressRow = z.object({
  id: z.string(),
  content: json(StoredAddress),
  isDefault: z.boolean(),
}) satisfies z.ZodType<Saved>;

interface Content {
  content: Address;
  isDefault: boolean;
}

/** The Idempotency-Key of a request that adds an address, and a hash of the address. */
export interface Write {
  key: string;
  fingerprint: string;
}

/** The columns of `AddressRow`, from an address `a` and its customer `c`. */
const columns = sql`a.id, a.content, a.id is not distinct from c.default_address`;

/** In the order in which they were added. */
export const list = (ctx: Context, customer: string, after: string, count: number) =>
  rows(
    ctx,
    AddressRow,
    sql`
      select ${columns}
      from address a join customer c on c.id = a.customer_id
      where a.customer_id = ${customer} and a.id > ${after}
      order by a.id
      limit ${count}`,
  );

export const byId = (ctx: Context, { customer, id }: AddressKey) =>
  rows(
    ctx,
    AddressRow,
    sql`
      select ${columns}
      from address a join customer c on c.id = a.customer_id
      where a.customer_id = ${customer} and a.id = ${id}`,
  );

/** The address that was added with this Idempotency-Key. */
export const byWrite = (ctx: Context, customer: string, key: string) =>
  rows(
    ctx,
    AddressRow.extend({ fingerprint: z.string() }),
    sql`
      select ${columns}, a.fingerprint
      from address a join customer c on c.id = a.customer_id
      where a.customer_id = ${customer} and a.idempotency_key = ${key}`,
  );

/** No row: the customer has `most` addresses. Fails with SQLSTATE 23505 if the ID or the key exists. */
export const add = (
  ctx: Context,
  { customer, id }: AddressKey,
  { content, isDefault }: Content,
  most: number,
  write?: Write,
) =>
  rows(
    ctx,
    AddressRow,
    sql`
      with c as (
        update customer
        set address_count = address_count + 1,
            default_address = case when ${isDefault} then ${id} else default_address end
        where id = ${customer} and address_count < ${most}
        returning id, default_address
      ), a as (
        insert into address (customer_id, id, content, idempotency_key, fingerprint)
        select c.id, ${id}, ${JSON.stringify(content)}::jsonb, ${write?.key ?? null}::text, ${write?.fingerprint ?? null}::text
        from c
        returning id, content
      )
      select ${columns} from a, c`,
  );

/** Locks the customer before the address, in the order of erasing an account, so that they never deadlock. */
const locked = (customer: string) =>
  sql`locked as materialized (select from customer where id = ${customer} for no key update)`;

/** No row: there is no such address. */
export const replace = (ctx: Context, { customer, id }: AddressKey, { content, isDefault }: Content) =>
  rows(
    ctx,
    AddressRow,
    sql`
      with ${locked(customer)}, a as (
        update address set content = ${JSON.stringify(content)}::jsonb
        where customer_id = ${customer} and id = ${id} and exists (select from locked)
        returning id, content
      ), c as (
        update customer set default_address = case when ${isDefault} then ${id} else nullif(default_address, ${id}) end
        where id = ${customer} and exists (select from a)
        returning default_address
      )
      select ${columns} from a, c`,
  );

/** No row: there is no such address. The foreign key sets a deleted default address to null. */
export const remove = (ctx: Context, { customer, id }: AddressKey) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with ${locked(customer)}, a as (
        delete from address
        where customer_id = ${customer} and id = ${id} and exists (select from locked)
        returning id
      ), c as (
        update customer set address_count = address_count - 1
        where id = ${customer} and exists (select from a)
      )
      select id from a`,
  );
