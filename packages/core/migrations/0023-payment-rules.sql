-- Rules for payments that the merchant sets: when the money is taken, how long an unpaid order is kept, and how many a shopper may have.
alter table payment
  -- When the provider takes the money: at once, or when the order is shipped. As the setting was when the order was placed.
  add column capture text collate "C" not null default 'automatic' check (capture in ('automatic', 'at_fulfillment')),
  -- When the end of an authorised payment was reported.
  add column warned_at timestamptz;

alter table orders
  -- Until then an order without a payment provider can be paid. Its shopper got a mail. Null: nobody was told yet.
  add column payment_due_at timestamptz;

alter table refund
  -- Null for a refund that is older than this column: `created_at` is about the same time.
  add column succeeded_at timestamptz;

create index refund_succeeded on refund (coalesce(succeeded_at, created_at)) where status = 'succeeded';

-- The units of a refund, and what was paid for them. The report shows it with their products.
create table refund_line (
  refund_id text collate "C" not null references refund (id),
  order_id  text collate "C" not null,
  position  integer not null,
  quantity  integer not null check (quantity > 0),
  amount    bigint not null check (amount >= 0),
  primary key (refund_id, position),
  foreign key (order_id, position) references order_line (order_id, position)
);

-- An address as it is compared: street, postal code and country, in any spelling of case, accents, spaces and punctuation. PostgreSQL builds
-- an index with a search path of its own, in which the function would not find `fold_accents`.
create function address_key(address jsonb) returns text language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp as $$
  select regexp_replace(
    fold_accents(fold_case(
      (address ->> 'line1') || ' ' || coalesce(address ->> 'postalCode', '') || ' ' || (address ->> 'country')
    )), '[\s.,''/-]+', '', 'g'
  )
$$;

-- Orders that hold stock and are not paid. A query uses these indexes if it repeats their condition.
create index orders_unpaid on orders (placed_at) where payment_provider = 'manual'
  and status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

create index orders_unpaid_cart on orders (cart_id)
where status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

create index orders_unpaid_email on orders (lower(email) collate "C")
where status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

create index orders_unpaid_address on orders (address_key(shipping_address))
where status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

-- Fails with the constraint `orders_unpaid_limit` if this cart, this e-mail or this address has `most` unpaid orders already. Null stands for
-- none of them, or for no limit. Orders with one of these wait for each other until the transaction ends, so that they are counted exactly:
-- each query of a volatile function sees what was committed before this query began, and not only before its caller's statement began.
create function check_unpaid_orders(cart text, mail text, address jsonb, most integer) returns boolean language plpgsql as $$
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
  if most <= (
    select greatest(
      count(*) filter (where cart_id = cart), count(*) filter (where lower(email) = lower(mail)),
      count(*) filter (where address_key(shipping_address) = place)
    )
    from orders
    where status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled'
      and (cart_id = cart or lower(email) collate "C" = lower(mail) or address_key(shipping_address) = place)
  ) then
    raise check_violation using message = 'new order violates constraint "orders_unpaid_limit"';
  end if;
  return true;
end
$$;

grant insert (capture) on payment to shop_app;

grant update (warned_at) on payment to shop_payments;

-- A refund of the last units that were not shipped ends the shipment.
grant update (payment_due_at, fulfillment_status) on orders to shop_payments;

grant update (succeeded_at) on refund to shop_payments;

grant select, insert on refund_line to shop_payments;

grant select on refund_line to shop_admin, shop_read;

grant select on settings to shop_payments;
