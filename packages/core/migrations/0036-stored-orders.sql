-- Admits an order (0030) and returns whether it is the only one of these variants. If it is not, others wait for their rows, which it keeps
-- until it is committed. A commit takes most of that time, because it waits for the storage, so this order commits without waiting. Its
-- caller waits for the storage afterwards. Whatever is stored later is stored after the order, so no unit is sold twice even if the
-- database dies in between.
create function start_order(skus jsonb, most integer) returns boolean language plpgsql as $$
declare
  is_alone boolean;
begin
  perform admit_order(skus, most);
  -- No slot has this number.
  select bool_and(pg_try_advisory_xact_lock(hashtextextended('order ' || sku, -1))) into is_alone
  from (select distinct jsonb_array_elements_text(skus) as sku) as wanted;
  if not is_alone then
    perform set_config('synchronous_commit', 'off', true);
  end if;
  return is_alone;
end
$$;
