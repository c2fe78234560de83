-- Refunds that were made in the provider's dashboard are recorded however many there are: the money is gone. The statement that requests a
-- refund limits the shop's own, and an answer shows the newest ones.
alter table orders drop constraint orders_refund_limit;

-- The flats of one house are different addresses. An index has the results of its function, so it is built again.
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

create index orders_unpaid_address on orders (address_key(shipping_address))
where status in ('open', 'confirmed') and payment_status in ('pending', 'failed') and fulfillment_status = 'not_fulfilled';

-- An API key is created once for each Idempotency-Key of its author. `fingerprint` is a hash of the request.
alter table api_key
  add column created_by      text collate "C",
  add column idempotency_key text collate "C",
  add column fingerprint     text collate "C",
  add constraint api_key_once_a_key unique (created_by, idempotency_key);

grant select (created_by, idempotency_key, fingerprint) on api_key to shop_read;
