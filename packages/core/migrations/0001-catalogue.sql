-- To the planner a page of a large catalogue looks dear, and it would compile it: a tenth of a second for one of milliseconds.
do $$
begin
  execute format('alter database %I set jit = off', current_database());
exception when insufficient_privilege then
  null;
end
$$;

create table category (
  handle        text collate "C" primary key,
  title         text not null,
  position      integer not null,
  -- Kept by triggers: counting a million products takes too long.
  product_count integer not null default 0
);

-- Ids are ULIDs, so their order is that in which products were made: "newest" needs no other column.
create table product (
  id          text collate "C" primary key,
  handle      text collate "C" not null unique,
  title       text not null,
  description text not null,
  category    text collate "C" not null references category (handle),
  images      jsonb not null default '[]',
  updated_at  timestamptz not null default now(),
  search      tsvector generated always as
              (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', description), 'B')) stored,
  -- What the variants amount to, kept by triggers. No price: no variant, and no list shows the product.
  price_from  integer,
  available   boolean not null default false,
  facets      integer[] not null default '{}'
);

create index product_category on product (category, id);

create index product_price on product (price_from, id);

create index product_category_price on product (category, price_from, id);

-- Facets first: GIN goes from product to product of the first column's, and asks the second about these alone.
-- Every search reads what has not been sorted in yet: 64 KB at most.
create index product_search on product using gin (facets, search) with (gin_pending_list_limit = 64);

-- Prices in minor units. The check on stock is what ends a checkout that would sell more than there is.
create table variant (
  sku              text collate "C" primary key,
  product_id       text collate "C" not null references product (id),
  position         integer not null,
  size             text not null,
  color            text not null,
  image            jsonb,
  price            integer not null check (price >= 0),
  compare_at_price integer check (compare_at_price > price),
  stock            integer not null,
  constraint variant_stock_not_negative check (stock >= 0)
);

create index variant_product on variant (product_id, position);

-- A list is searched band by band where walking along it finds too little. By price: all that begin with the same digit.
create function price_band(price integer) returns text language sql immutable parallel safe as $$
  select rpad(left(cast(price as text), 1), length(cast(price as text)), '0')
$$;

-- By age: all whose ids were made in the same twelve days.
create function age_band(id text) returns text language sql immutable parallel safe as $$
  select left(id, 9)
$$;

-- One thing that products are found by, as a number: two may fall on the same one, so whatever it finds is looked at again.
create function facet(name text, category text, in_stock boolean, band text) returns integer
language sql immutable parallel safe as $$
  select cast(cast('x' || left(md5(
    name || '|' || category || '|' || case when in_stock then 'in stock' else '' end || '|' || band
  ), 8) as bit(32)) as integer)
$$;

-- What a product's variants ({ size, color, price, stock }) amount to. Each thing that they are found by stands there once in a
-- band of prices and once in one of age, so that an index finds it in a band alone, with and without the category, and with
-- and without stock. Prices stand by their beginnings, 4..., 49.., 490. and 4900, of which any range can be put together.
create function offer(
  id text, category text, variants jsonb, out price_from integer, out available boolean, out facets integer[]
) language sql immutable parallel safe as $$
  with variant as (
    select lower(size) as size, lower(color) as color, price, cast(price as text) as digits, stock > 0 as in_stock
    from jsonb_to_recordset(variants) as variant(size text, color text, price integer, stock integer)
  ), thing as (
    select name, place, stocked
    from variant
    cross join lateral (values ('any'), ('size ' || size), ('color ' || color)) as names(name)
    cross join lateral (values (''), (category)) as places(place)
    cross join lateral (values (false), (in_stock)) as stocks(stocked)
    union
    select 'size ' || size || ' color ' || color, '', stocked
    from variant
    cross join lateral (values (false), (in_stock)) as stocks(stocked)
    union
    select 'price ' || rpad(left(digits, length), length(digits), '.'), '', false
    from variant
    cross join lateral generate_series(1, length(digits)) as length
  )
  select min(price), coalesce(bool_or(in_stock), false), array(
    select distinct facet(name, place, stocked, band)
    from thing
    cross join (values (age_band(id)), ((select price_band(min(price)) from variant))) as bands(band)
    order by 1
  )
  from variant
$$;

-- Keeps products true to their variants. An order that sells no variant out changes none, and locks none. Whoever changes
-- one locks it first, after its variants and in order of ids, and only then looks at what others have done: two that sell
-- a product's last two variants at once both count, and nobody deadlocks.
create function offer_changed() returns trigger language plpgsql as $$
declare
  changed text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct product_id) into changed from new_variant;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct product_id) into changed from old_variant;
  else
    select array_agg(distinct id) into changed
    from old_variant o full join new_variant n using (sku)
    cross join lateral (values (o.product_id), (n.product_id)) as product(id)
    where (o.product_id, o.size, o.color, o.price, o.stock > 0)
      is distinct from (n.product_id, n.size, n.color, n.price, n.stock > 0);
  end if;
  if changed is null then
    return null;
  end if;
  perform from product where id = any(changed) order by id for no key update;
  update product p set price_from = now.price_from, available = now.available, facets = now.facets
  from (
    select product.id, offer.*
    from product
    cross join lateral (
      select coalesce(jsonb_agg(v), '[]') as variants from variant v where product_id = product.id
    ) as made
    cross join lateral offer(product.id, product.category, variants)
    where product.id = any(changed)
  ) as now
  where p.id = now.id
    and (p.price_from, p.available, p.facets) is distinct from (now.price_from, now.available, now.facets);
  return null;
end
$$;

create trigger variant_inserted after insert on variant referencing new table as new_variant
for each statement execute function offer_changed();

create trigger variant_updated after update on variant referencing old table as old_variant new table as new_variant
for each statement execute function offer_changed();

create trigger variant_deleted after delete on variant referencing old table as old_variant
for each statement execute function offer_changed();

create function category_counted() returns trigger language plpgsql as $$
declare
  sign integer = case tg_op when 'INSERT' then 1 else -1 end;
begin
  perform from category where handle in (select category from changed) order by handle for no key update;
  update category set product_count = product_count + sign * counted.products
  from (select category, count(*) as products from changed group by category) as counted
  where handle = counted.category;
  return null;
end
$$;

create trigger product_inserted after insert on product referencing new table as changed
for each statement execute function category_counted();

create trigger product_deleted after delete on product referencing old table as changed
for each statement execute function category_counted();

create function product_moved() returns trigger language plpgsql as $$
begin
  perform from category where handle in (old.category, new.category) order by handle for no key update;
  update category set product_count = product_count + case handle when new.category then 1 else -1 end
  where handle in (old.category, new.category);
  new.facets = (
    select facets
    from (select jsonb_agg(v) as variants from variant v where product_id = new.id) as made
    cross join lateral offer(new.id, new.category, coalesce(variants, '[]'))
  );
  return new;
end
$$;

create trigger product_moved before update of category on product
for each row when (old.category <> new.category) execute function product_moved();
