-- As `admit_order` (0030), which instances of the version before still call. It also says whether this is the only order of these
-- variants. If it is not, others wait for their rows, which the order keeps until it is committed, and a commit takes most of that time:
-- it waits for the storage. So this order commits without waiting. Its statement's answer says so, and the caller waits for the storage
-- afterwards. Whatever is stored later is stored after the order, so no unit is sold twice even if the database dies in between.
create function start_order(skus jsonb, most integer) returns boolean language plpgsql as $$
declare
  wanted text;
  first integer;
  is_admitted boolean;
  is_alone boolean := true;
begin
  -- It counts for the locks that this statement waits for after this. `statement_timeout` would only count for the next statement.
  perform set_config('lock_timeout', '2s', true);
  for wanted in select distinct jsonb_array_elements_text(skus) loop
    -- From a random slot on, so that the first free one is found soon.
    first := floor(random() * most);
    is_admitted := false;
    for i in 0 .. most - 1 loop
      is_admitted := pg_try_advisory_xact_lock(hashtextextended('order ' || wanted, (first + i) % most));
      exit when is_admitted;
    end loop;
    if not is_admitted then
      raise check_violation using message = 'new order violates constraint "orders_waiting_limit"';
    end if;
    -- No slot has this number.
    is_alone := pg_try_advisory_xact_lock(hashtextextended('order ' || wanted, -1)) and is_alone;
  end loop;
  if not is_alone then
    perform set_config('synchronous_commit', 'off', true);
  end if;
  return is_alone;
end
$$;
