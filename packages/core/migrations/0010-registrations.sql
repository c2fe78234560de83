-- A hash of the e-mail and the Idempotency-Key that made the account: a repeated registration is recognised by it.
alter table customer add column registration text collate "C";
