-- Refunds that were made in the provider's dashboard are recorded however many there are: the money is gone. The statement that requests a
-- refund limits the shop's own, and an answer shows the newest ones.
alter table orders drop constraint orders_refund_limit;

-- The flats of one house are different addresses. An index has the results of its function, so it must be built again: 0034 does, outside a
-- transaction, because nobody can order while an index is built inside one.
drop index orders_unpaid_address;

create or replace function address_key(address jsonb) returns text language sql immutable parallel safe
set search_path = pg_catalog, public, pg_temp as $$
  select regexp_replace(
    fold_accents(fold_case(
      (address ->> 'line1') || ' ' || coalesce(address ->> 'line2', '') || ' ' || coalesce(address ->> 'postalCode', '')
        || ' ' || (address ->> 'country')
    )), '[\s.,''/-]+', '', 'g'
  )
$$;

-- An API key is created once for each Idempotency-Key of its author. `fingerprint` is a hash of the request.
alter table api_key
  add column created_by      text collate "C",
  add column idempotency_key text collate "C",
  add column fingerprint     text collate "C",
  add constraint api_key_once_a_key unique (created_by, idempotency_key);

grant select (created_by, idempotency_key, fingerprint) on api_key to shop_read;
