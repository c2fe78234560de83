-- outside a transaction: indexes are built while orders are placed.
-- The same key as in 0027, in a tenth of the time: a function in SQL is planned again by each statement, and its parts, too, if they use their text twice.
create or replace function address_key(address jsonb) returns text language plpgsql immutable parallel safe
set search_path = pg_catalog, public, pg_temp as $$
declare
  text text = (address ->> 'line1') || ' ' || coalesce(address ->> 'line2', '') || ' ' || coalesce(address ->> 'postalCode', '')
    || ' ' || (address ->> 'country');
begin
  text = fold_case(text);
  text = fold_accents(text);
  return regexp_replace(text, '[\s.,''/-]+', '', 'g');
end
$$;

-- The key if nobody has paid or shipped the order, otherwise null. A condition on the columns themselves lets the planner choose an index on
-- one of them. While its statistics are older than a rush, it believes that this index finds few orders, and it reads all unpaid ones.
create or replace function if_unpaid(key text, status text, payment_status text, fulfillment_status text) returns text
language sql immutable parallel safe as $$
  select case when status in ('open', 'confirmed') and payment_status in ('pending', 'failed')
    and fulfillment_status = 'not_fulfilled' then key end
$$;

create index concurrently if not exists orders_cart_if_unpaid
on orders (if_unpaid(cart_id, status, payment_status, fulfillment_status))
where if_unpaid(cart_id, status, payment_status, fulfillment_status) is not null;

create index concurrently if not exists orders_email_if_unpaid
on orders (if_unpaid(lower(email) collate "C", status, payment_status, fulfillment_status))
where if_unpaid(lower(email) collate "C", status, payment_status, fulfillment_status) is not null;

create index concurrently if not exists orders_address_if_unpaid
on orders (if_unpaid(address_key(shipping_address), status, payment_status, fulfillment_status))
where if_unpaid(address_key(shipping_address), status, payment_status, fulfillment_status) is not null;

-- As 0023 describes it. The version of the shop with 0038 calls it before an order waits for its variants, so it limits its own waits: each of
-- the three takes 500 ms at most, and `admit_order` sets the limit of the waits that come later. It never reads the whole table, also if the table was small when its queries were planned.
create or replace function check_unpaid_orders(cart text, mail text, address jsonb, most integer) returns boolean language plpgsql
set enable_seqscan = off as $$
declare
  place text = address_key(address);
begin
  if most is null then
    return true;
  end if;
  perform set_config('lock_timeout', '500ms', true);
  -- In the order of their keys, so that two orders never wait for each other.
  perform pg_advisory_xact_lock(key) from (
    select distinct hashtextextended('unpaid ' || name, 0) as key
    from unnest(array[cart, lower(mail), place]) as name where name is not null order by key
  ) as keys;
  if most <= greatest(
    (select count(*) from orders where if_unpaid(cart_id, status, payment_status, fulfillment_status) = cart),
    (select count(*) from orders where if_unpaid(lower(email) collate "C", status, payment_status, fulfillment_status) = lower(mail)),
    (select count(*) from orders where if_unpaid(address_key(shipping_address), status, payment_status, fulfillment_status) = place)
  ) then
    raise check_violation using message = 'new order violates constraint "orders_unpaid_limit"';
  end if;
  return true;
end
$$;

drop index concurrently if exists orders_unpaid_by_cart;

drop index concurrently if exists orders_unpaid_by_email;

drop index concurrently if exists orders_unpaid_by_address;
