-- The Idempotency-Key that added the address, and a hash of what was added with it.
alter table address
  add column idempotency_key text collate "C",
  add column fingerprint     text collate "C";

create unique index address_once_a_key on address (customer_id, idempotency_key) where idempotency_key is not null;
