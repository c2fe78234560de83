-- outside a transaction: indexes are built while orders are placed.
-- Three questions about unpaid orders need three indexes. With one query for all of them, or with indexes that differ in their key only,
-- the planner may read all unpaid orders instead, because its statistics are older than a rush. Each order then takes longer than the
-- one before it, while it holds the variant's row. So each index has a condition that only its own query meets.
create index concurrently if not exists orders_unpaid_by_cart on orders (cart_id) where cart_id is not null
  and status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

create index concurrently if not exists orders_unpaid_by_email on orders (lower(email) collate "C") where lower(email) is not null
  and status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

create index concurrently if not exists orders_unpaid_by_address on orders (address_key(shipping_address))
where address_key(shipping_address) is not null
  and status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

-- As 0023 describes it.
create or replace function check_unpaid_orders(cart text, mail text, address jsonb, most integer) returns boolean language plpgsql as $$
declare
  place text = address_key(address);
begin
  if most is null then
    return true;
  end if;
  -- In the order of their keys, so that two orders never wait for each other.
  perform pg_advisory_xact_lock(key) from (
    select distinct hashtextextended('unpaid ' || name, 0) as key
    from unnest(array[cart, lower(mail), place]) as name where name is not null order by key
  ) as keys;
  if most <= greatest(
    (
      select count(*) from orders where cart_id = cart
        and status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled'
    ), (
      select count(*) from orders where lower(email) collate "C" = lower(mail)
        and status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled'
    ), (
      select count(*) from orders where address_key(shipping_address) = place
        and status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled'
    )
  ) then
    raise check_violation using message = 'new order violates constraint "orders_unpaid_limit"';
  end if;
  return true;
end
$$;

drop index concurrently if exists orders_unpaid_cart;

drop index concurrently if exists orders_unpaid_email;

drop index concurrently if exists orders_unpaid_address;
