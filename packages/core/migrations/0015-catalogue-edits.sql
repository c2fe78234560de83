-- Shoppers see active products only. `version` counts the changes of a product and its variants, without their stock.
alter table product
  add column status  text not null default 'active' check (status in ('draft', 'active', 'archived')),
  add column seo     jsonb check (octet_length(seo::text) <= 4096),
  add column tags    jsonb not null default '[]' check (octet_length(tags::text) <= 8192),
  add column version bigint not null default 1;

create index product_inactive on product (status, id) where status <> 'active';

-- Weight in grams. `stock_version` counts the changes of the stock. `stock_level` is 0 without stock and grows with its powers of
-- two up to 128: it changes so seldom that its index does not slow down sales, as an index on `stock` would.
alter table variant
  add column weight        integer check (weight >= 0),
  add column low_stock     integer not null default 5,
  add column stock_version bigint not null default 1,
  add column stock_level   integer not null generated always as
                           (width_bucket(stock, cast('{1,2,4,8,16,32,64,128}' as bigint[]))) stored;

create index variant_stock_level on variant (stock_level, sku);

-- To find out whether a product has been ordered.
create index if not exists order_line_sku on order_line (sku);

-- What people did to the stock. Sales and cancellations are in the orders. `stock` and `version` are the variant's afterwards.
create table stock_movement (
  id              text collate "C" primary key,
  sku             text collate "C" not null references variant (sku) on delete cascade,
  delta           bigint not null,
  stock           bigint not null,
  version         bigint not null,
  reason          text not null,
  note            text,
  key_id          text collate "C" not null,
  idempotency_key text collate "C" not null,
  fingerprint     text not null,
  created_at      timestamptz not null default now(),
  constraint stock_movement_once_a_key unique (sku, key_id, idempotency_key)
);

create index stock_movement_variant on stock_movement (sku, id);

create function stock_counted() returns trigger language plpgsql as $$
begin
  new.stock_version = old.stock_version + 1;
  return new;
end
$$;

create trigger variant_stock_counted before update of stock on variant
for each row when (old.stock <> new.stock) execute function stock_counted();

-- A change writes one event when the stock falls to the limit or to nothing, whoever makes it. A sale needs no other call for it.
create function stock_fell() returns trigger language plpgsql as $$
begin
  insert into event (name, subject)
  select case n.stock when 0 then 'stock.out' else 'stock.low' end, n.sku
  from old_variant o join new_variant n using (sku)
  where n.stock < o.stock and (n.stock = 0 or (n.stock <= n.low_stock and o.stock > n.low_stock))
  order by n.sku;
  return null;
end
$$;

create trigger variant_stock_fell after update on variant
referencing old table as old_variant new table as new_variant
for each statement execute function stock_fell();

-- As before, and a product that is not active has no offer: no price, no stock and no facets. So it is in no list and no count.
create or replace function offer_changed() returns trigger language plpgsql as $$
declare
  changed text[];
  grown text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct product_id) into changed from new_variant;
    grown = changed;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct product_id) into changed from old_variant;
  else
    select array_agg(distinct id), array_agg(distinct id) filter (where id = n.product_id and o.product_id is distinct from id)
    into changed, grown
    from old_variant o full join new_variant n using (sku)
    cross join lateral (values (o.product_id), (n.product_id)) as product(id)
    where (o.product_id, o.size, o.color, o.price, o.stock > 0)
      is distinct from (n.product_id, n.size, n.color, n.price, n.stock > 0);
  end if;
  if changed is null then
    return null;
  end if;
  perform from product where id = any(changed) order by id for no key update;
  if exists (select from variant where product_id = any(grown) group by product_id having count(*) > 1000) then
    raise exception 'A product has more than 1000 variants'
      using errcode = 'check_violation', constraint = 'variant_count_limit', table = 'variant';
  end if;
  update product p set price_from = now.price_from, available = now.available, facets = now.facets
  from (
    select product.id, offer.*
    from product
    cross join lateral (
      select coalesce(jsonb_agg(v), '[]') as variants from variant v
      where product_id = product.id and product.status = 'active'
    ) as made
    cross join lateral offer(product.id, product.category, variants)
    where product.id = any(changed)
  ) as now
  where p.id = now.id
    and (p.price_from, p.available, p.facets) is distinct from (now.price_from, now.available, now.facets);
  return null;
end
$$;

-- The product is locked here, so nobody else writes its offer.
create or replace function product_moved() returns trigger language plpgsql as $$
begin
  select offer.price_from, offer.available, offer.facets into new.price_from, new.available, new.facets
  from (
    select coalesce(jsonb_agg(v), '[]') as variants from variant v where product_id = new.id and new.status = 'active'
  ) as made
  cross join lateral offer(new.id, new.category, variants);
  return new;
end
$$;

drop trigger product_moved on product;

create trigger product_moved before update of category, status on product
for each row when (old.category <> new.category or old.status <> new.status) execute function product_moved();

alter table category
  add column description text not null default '' check (octet_length(description) <= 16384),
  add column image       jsonb check (octet_length(image::text) <= 2048),
  add column parent      text collate "C" references category (handle);

create index category_parent on category (parent) where parent is not null;

create index category_position on category (position, handle);

-- Where shoppers find a product that had another handle before.
create table redirect (
  handle     text collate "C" primary key,
  target     text collate "C" not null references product (handle) on delete cascade,
  updated_at timestamptz not null default now()
);

create index redirect_target on redirect (target);

-- Edges of a graph that must have no cycle. Whoever adds one waits for all others that do, and then looks at what they added.
create function refuse_category_cycle() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7216802);
  if exists (
    with recursive above(handle) as (
      select new.parent union select c.parent from above join category c using (handle) where c.parent is not null
    )
    select from above where handle = new.handle
  ) then
    raise exception 'violates check constraint "category_cycle"'
      using errcode = 'check_violation', constraint = 'category_cycle', table = 'category';
  end if;
  return null;
end
$$;

create trigger category_cycle after insert or update of parent on category
for each row when (new.parent is not null) execute function refuse_category_cycle();

create function refuse_redirect_loop() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7216803);
  if exists (
    with recursive ahead(handle) as (
      select new.target union select r.target from ahead join redirect r using (handle)
    )
    select from ahead where handle = new.handle
  ) then
    raise exception 'violates check constraint "redirect_loop"'
      using errcode = 'check_violation', constraint = 'redirect_loop', table = 'redirect';
  end if;
  return null;
end
$$;

create trigger redirect_loop after insert or update of target on redirect
for each row execute function refuse_redirect_loop();
