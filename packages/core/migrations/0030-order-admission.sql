-- Orders of one variant wait for its row, one behind the other. Without a limit, hundreds of them wait in the database for longer than
-- their shoppers do. So at most `most` orders of a variant are admitted at a time: each takes one of its slots, which are locks until the
-- end of the transaction, and the others are refused at once. Call it before the statement locks a row.
create function admit_order(skus jsonb, most integer) returns boolean language plpgsql as $$
declare
  wanted text;
  first integer;
  is_admitted boolean;
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
  end loop;
  return true;
end
$$;
