-- What the functions and people may do in the database. Migrations run as the master user, who owns everything:
--   shop_app     Api: what a shopper may cause
--   shop_admin   Admin, and the keys of the command line: what the people who run the shop may cause
--   shop_worker  Worker, Sweep and Feedback: what follows from events and from the clock
--   shop_read    people who look something up: everything but the secrets
-- A right is given only for what a statement of the code needs; a column list leaves out what the code never writes. Whoever adds a
-- table or a column grants it here in the same way, in its own migration: a test finds a table that no role may read.

-- Roles belong to the server and not to a database, so they may exist. They cannot log in until Migrate gives them their passwords.
-- Their creator becomes a member of each: without it, only a superuser could run statements as them, as a laptop does.
do $$
declare
  name text;
begin
  foreach name in array array['shop_app', 'shop_admin', 'shop_worker', 'shop_read'] loop
    begin
      execute format('create role %I nologin', name);
      execute format('grant %I to current_user', name);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

revoke create on schema public from public;

grant usage on schema public to shop_app, shop_admin, shop_worker, shop_read;

-- Triggers keep the offers of products and the counts of categories. They run with the rights of their owner, so that a sale can
-- change them and no role can write them otherwise. Their search path is fixed: the caller's could lead to other tables. A migration
-- that replaces one of these functions must repeat both.
alter function offer_changed() security definer set search_path = pg_catalog, public, pg_temp;

alter function category_counted() security definer set search_path = pg_catalog, public, pg_temp;

-- The catalogue. An order takes stock, and a cancellation returns it.
grant select on category, product, variant to shop_app, shop_admin, shop_worker, shop_read;

grant update (stock) on variant to shop_app;

grant insert (handle, title, description, image, position, parent), update (title, description, image, position, parent), delete
on category to shop_admin;

grant insert (id, handle, title, description, category, status, images, seo, tags),
  update (handle, title, description, category, status, images, seo, tags, version, updated_at), delete
on product to shop_admin;

grant insert (sku, product_id, position, size, color, price, compare_at_price, weight, stock),
  update (position, size, color, price, compare_at_price, weight, image, stock, low_stock), delete
on variant to shop_admin;

grant select, insert, update (target, updated_at), delete on redirect to shop_admin;

grant select, insert on stock_movement to shop_admin;

grant select on redirect, stock_movement to shop_read;

-- Orders. Nobody deletes one, or changes what was ordered.
grant select on orders, order_line, fulfillment, fulfillment_line to shop_app, shop_admin, shop_worker, shop_read;

grant insert (
    id, cart_id, cart_version, idempotency_key, fingerprint, token_hash, payment_provider, customer_id, email, shipping_address,
    shipping_option, shipping_title, currency, subtotal, shipping, tax, total
  ), update (customer_id, status, payment_status)
on orders to shop_app;

grant insert (order_id, position, sku, title, size, color, image, quantity, unit_price) on order_line to shop_app;

grant select, insert, update, delete on cart_checkout to shop_app;

grant update (status, payment_status, fulfillment_status, fulfillment_count, delivered_count, paid) on orders to shop_admin;

grant update (shipped) on order_line to shop_admin;

grant insert, update (delivered_at) on fulfillment to shop_admin;

grant insert on fulfillment_line to shop_admin;

grant select, insert on payment to shop_admin;

-- The merchant erases customers: a cart that was merged into theirs forgets them.
grant select (id, merged_into), update (merged_into) on cart_checkout to shop_admin;

grant select on payment, cart_checkout to shop_read;

-- Customers. Their own requests do everything; the merchant reads and erases them. Worker writes them mails.
grant select, insert, update, delete on customer, address to shop_app;

grant select, insert, update (expires_at), delete on customer_token to shop_app;

grant select, delete on customer to shop_admin;

grant select on customer, customer_token to shop_worker;

grant select (id, email, login, name, epoch, created_at, updated_at, address_count, default_address, registration, email_verified_at)
on customer to shop_read;

grant select on address to shop_read;

grant select (id, customer_id, purpose, email, login, old_email, old_login, epoch, created_at, expires_at)
on customer_token to shop_read;

-- The merchant's keys, settings and audit log. Nobody changes or deletes what the log says.
grant select, insert, update (last_used_at, revoked_at) on api_key to shop_admin;

grant select, insert on audit to shop_admin;

grant select, insert, update (content, updated_at) on settings to shop_admin;

grant select on settings to shop_app, shop_worker;

grant select (id, name, role, scopes, created_at, expires_at, revoked_at, last_used_at) on api_key to shop_read;

grant select on audit, settings to shop_read;

-- Events. Everyone may write one, because the statement that makes a change writes it. Worker handles them.
grant insert (id, name, subject) on event to shop_app, shop_admin, shop_worker;

grant select, update (sent_at, leased_until, attempts) on event to shop_admin;

grant select, update (leased_by, leased_until, handled_at, sent_at, attempts, failed_at, last_error), delete on event to shop_worker;

grant select, insert on event_handler to shop_worker;

grant select on event, event_handler to shop_read;

-- Mail, images and webhooks.
grant select, insert on suppressed_address to shop_worker;

grant select, insert on image to shop_admin;

grant select, update (status, attempts, reason, width, height, url, srcset, processed_at) on image to shop_worker;

grant select, insert, update (url, events, enabled, failing_since, disabled_at), delete on webhook_endpoint to shop_admin;

grant select, update (enabled, failing_since, disabled_at) on webhook_endpoint to shop_worker;

grant select, update (next_at, delivered_at, attempts) on webhook_delivery to shop_admin;

grant select, insert (id, endpoint_id, event_id), update (attempts, attempted_at, next_at, delivered_at, status, response)
on webhook_delivery to shop_worker;

grant select (id, url, events, enabled, created_at, failing_since, disabled_at) on webhook_endpoint to shop_read;

grant select on suppressed_address, image, webhook_delivery, migration to shop_read;
