-- Orders of one variant wait in a queue. Before, they waited for its row, and all of them woke up at each change of it. The next one had a
-- snapshot from before its wait, so PostgreSQL checked the new version of the row with another instance of the whole plan (EvalPlanQual), for the
-- lock and again for the update. That was more than half of the time for which an order held the row.
-- A volatile function has a new snapshot for each of its statements. So here is what reads the rows after the wait, and what changes them.
-- `start_order` (0036) stays for a version of the shop that is being replaced. That version locks the rows before it counts unpaid orders, and this
-- one afterwards: two orders of one shopper, one by each version, can deadlock. PostgreSQL ends one of them, and the shop repeats it.

-- Admits an order (0030), waits until no other order has its variants, and locks them until the end of the transaction. Returns them as they are
-- then, without those that are no longer sold. `is_alone`: no other order had one of these variants. Otherwise others are probably waiting, and
-- this order commits without waiting for the storage, as 0036 describes.
create function lock_variants(skus jsonb, most integer) returns table (
  sku text, price integer, weight integer, size text, color text, title text, image jsonb, is_alone boolean
) language plpgsql as $$
#variable_conflict use_column
declare
  alone boolean = true;
  queue bigint;
begin
  perform admit_order(skus, most);
  -- In the order of SKUs, here and below, so that carts with the same variants wait for each other and never deadlock.
  for queue in
    select hashtextextended('order ' || wanted.sku, -1) -- No slot has this number.
    from jsonb_array_elements_text(skus) as wanted(sku) order by wanted.sku collate "C"
  loop
    if not pg_try_advisory_xact_lock(queue) then
      alone = false;
      perform pg_advisory_xact_lock(queue);
    end if;
  end loop;
  if not alone then
    perform set_config('synchronous_commit', 'off', true);
  end if;
  return query
    select v.sku, v.price, v.weight, left(v.size, 64), left(v.color, 64), left(p.title, 255), shown_image(coalesce(v.image, p.images -> 0)),
      alone
    from variant v join product p on p.id = v.product_id
    where v.sku = any (array(select jsonb_array_elements_text(skus))) and p.status = 'active'
    order by v.sku
    for update of v;
end
$$;

-- Takes the units of these lines, objects with sku and quantity, each SKU once, which `lock_variants` has locked.
create function take_stock(lines jsonb) returns void language plpgsql as $$
begin
  update variant v set stock = v.stock - wanted.quantity
  from jsonb_to_recordset(lines) as wanted(sku text, quantity integer)
  where v.sku = wanted.sku;
end
$$;

-- As before (0015), but only a row that needs an event calls the function.
create or replace function stock_fell() returns trigger language plpgsql as $$
begin
  insert into event (name, subject) values (case new.stock when 0 then 'stock.out' else 'stock.low' end, new.sku);
  return null;
end
$$;

create or replace trigger variant_stock_fell after update of stock on variant
for each row when (
  new.stock < old.stock and (new.stock = 0 or (new.stock <= new.low_stock and old.stock > new.low_stock))
) execute function stock_fell();
