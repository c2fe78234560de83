-- What an order says besides where it is shipped: a note for the shop, and who gets the invoice. Null: nothing was said, or the order is
-- older than these columns.
alter table orders
  add column note            text,
  add column billing_address jsonb;

grant insert (note, billing_address) on orders to shop_app;

-- Whoever erases a customer erases these notes: the law does not need them.
grant update (note) on orders to shop_app, shop_admin;
