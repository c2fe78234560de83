-- Writes the summaries and words of the next products again, at most `most`, in the order of their IDs: those after the ID `after`, and
-- of these only the ones that have no words yet, or `everything`. Returns the last ID, or null at the end. It locks the products
-- first and looks at their variants afterwards, so that no change of a variant meanwhile is lost.
create function index_products_after(after_id text, most integer, everything boolean) returns text language plpgsql
set lock_timeout = '1s' as $$
declare
  ids text[] = array(
    select id from product where id > after_id and (everything or words = '') order by id limit most
  );
begin
  perform from product where id = any(ids) order by id for no key update;
  update product p set price_from = now.price_from, available = now.available, facets = now.facets, price_to = now.price_to,
    compare_at_from = now.compare_at_from, words = now.words, search = null
  from (
    select product.id, offer.*
    from product
    cross join lateral (
      select coalesce(jsonb_agg(v), '[]') as variants from variant v
      where v.product_id = product.id and product.status = 'active'
    ) as made
    cross join lateral offer(product.id, product.category, variants)
    where product.id = any(ids)
  ) as now
  where p.id = now.id;
  return ids[cardinality(ids)];
end
$$;

revoke execute on function index_products_after(text, integer, boolean) from public;

drop function index_products(text);

-- Sweep removes what nobody needs any more: carts that no session opens, and deliveries of events that are gone.
grant select, delete on cart_checkout to shop_worker;

grant delete on webhook_delivery to shop_worker;
