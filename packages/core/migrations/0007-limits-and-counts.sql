-- A canceled order returns what it took, whatever the stock is by then: so the sum must fit too. Nobody sets a stock above 32 bits
-- (see MAX_STOCK), and JavaScript counts exactly up to this limit, so there is always room.
alter table variant
  alter column stock type bigint,
  add constraint variant_stock_check check (stock <= 9007199254740991);

-- The Data API returns at most 64 KB a row and 1 MiB in all. Longer texts could be stored, but not read. These limits are triggers
-- and not checks, because a check would also refuse to sell a variant that was stored earlier and is too long.
create function refuse_too_long() returns trigger language plpgsql as $$
begin
  raise exception '% of a % is too long', tg_argv[0], tg_table_name using
    errcode = 'check_violation', constraint = tg_name, schema = tg_table_schema, table = tg_table_name;
end
$$;

-- An image ({ url, alt }) as lists, carts and orders show it: null if it is too long for them.
create function shown_image(image jsonb) returns jsonb language sql immutable parallel safe as $$
  select case when octet_length(image::text) <= 2048 then image end
$$;

create trigger category_text_limit before insert or update of handle, title on category
for each row when (
  new.handle !~ '^[^/?]{1,64}$' or new.handle in ('.', '..') or new.handle is not nfc normalized or length(new.title) > 255
)
execute function refuse_too_long('handle or title');

create trigger product_text_limit before insert or update of handle, title on product
for each row when (new.handle is not nfc normalized or length(new.title) > 255)
execute function refuse_too_long('handle or title');

create trigger product_image_limit before insert or update of images on product
for each row when (new.images -> 0 is not null and shown_image(new.images -> 0) is null)
execute function refuse_too_long('first image');

create trigger variant_text_limit before insert or update of size, color, image on variant
for each row when (length(new.size) > 64 or length(new.color) > 64 or (new.image is not null and shown_image(new.image) is null))
execute function refuse_too_long('size, color or image');

-- As before, and a product has a thousand variants at most. They are counted behind the lock: two that add the last one wait for
-- each other. One that had more before this may still be sold and changed.
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

-- A category counts the products that its list shows: those with a price. Categories are locked in order of their handles, and
-- after products: two that change the same ones wait for each other and never deadlock.
drop trigger product_inserted on product;

drop trigger product_deleted on product;

create or replace function category_counted() returns trigger language plpgsql as $$
declare
  came text[];
  gone text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(category) into came from new_product where price_from is not null;
  elsif tg_op = 'DELETE' then
    select array_agg(category) into gone from old_product where price_from is not null;
  else
    select array_agg(n.category) filter (where n.price_from is not null),
      array_agg(o.category) filter (where o.price_from is not null)
    into came, gone
    from old_product o full join new_product n using (id)
    where (o.category, o.price_from is null) is distinct from (n.category, n.price_from is null);
  end if;
  if came is null and gone is null then
    return null;
  end if;
  perform from category where handle = any(came || gone) order by handle for no key update;
  update category set product_count = product_count + difference.products
  from (
    select handle, sum(sign) as products
    from (select unnest(came), 1 union all select unnest(gone), -1) as moved(handle, sign)
    group by handle
  ) as difference
  where category.handle = difference.handle and difference.products <> 0;
  return null;
end
$$;

create trigger product_inserted after insert on product referencing new table as new_product
for each statement execute function category_counted();

create trigger product_updated after update on product referencing old table as old_product new table as new_product
for each statement execute function category_counted();

create trigger product_deleted after delete on product referencing old table as old_product
for each statement execute function category_counted();

create or replace function product_moved() returns trigger language plpgsql as $$
begin
  new.facets = (
    select facets
    from (select jsonb_agg(v) as variants from variant v where product_id = new.id) as made
    cross join lateral offer(new.id, new.category, coalesce(variants, '[]'))
  );
  return new;
end
$$;

update category set product_count = listed.products
from (
  select c.handle, (select count(*) from product p where p.category = c.handle and p.price_from is not null) as products
  from category c
) as listed
where category.handle = listed.handle and category.product_count <> listed.products;

-- Nothing was paid for what was canceled before there was a word for it.
update orders set payment_status = 'canceled' where status = 'canceled' and payment_status = 'pending';
