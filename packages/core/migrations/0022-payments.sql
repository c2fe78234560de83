-- Payments that a provider collects, such as Stripe. Their row exists from the order on, and they hold its stock until they expire.
alter table payment
  -- The provider's ID of the payment. Null: the shopper has not begun to pay.
  add column provider_ref text collate "C" unique check (length(provider_ref) <= 255),
  -- Until then the shopper can pay. Null for money that was recorded by hand.
  add column expires_at timestamptz,
  -- When the provider was asked about it.
  add column checked_at timestamptz,
  -- The provider pays an authorised payment out only until then.
  add column capture_before timestamptz;

-- An order has one payment by a provider.
create unique index payment_of_provider on payment (order_id) where provider <> 'manual';

-- What Sweep looks for.
create index payment_open on payment (expires_at) where status in ('pending', 'authorized') and provider <> 'manual';

alter table orders
  -- The sum of all refunds but the failed ones, and of those that are confirmed. Money can be refunded once only.
  add column refunding bigint not null default 0,
  add column refunded bigint not null default 0,
  add column refund_count integer not null default 0,
  -- Who canceled the order: its shopper, the merchant, or nobody, because it was not paid in time.
  add column canceled_by text,
  -- Its payment is being canceled at the provider, so nothing may be shipped for a minute.
  add column cancel_requested_at timestamptz,
  add constraint orders_refunding_at_most_paid check (refunding between 0 and paid),
  add constraint orders_refunded_at_most_refunding check (refunded between 0 and refunding),
  -- An answer contains all refunds of an order, and the Data API returns at most 64 KB a row.
  add constraint orders_refund_limit check (refund_count <= 50);

alter table order_line
  -- How many units went back into stock with a refund.
  add column restocked integer not null default 0,
  add constraint order_line_restocked_at_most_quantity check (restocked between 0 and quantity);

create table refund (
  id              text collate "C" primary key,
  order_id        text collate "C" not null references orders (id),
  -- Null: the shop pays it back outside this API.
  payment_id      text collate "C" references payment (id),
  amount          bigint not null check (amount > 0),
  -- pending: the provider has not confirmed it.
  status          text not null default 'pending' check (status in ('pending', 'succeeded', 'failed')),
  reason          text not null check (length(reason) <= 500),
  -- The provider's ID of the refund.
  provider_ref    text collate "C" unique check (length(provider_ref) <= 255),
  created_at      timestamptz not null default now(),
  -- When the provider was asked to make it.
  checked_at      timestamptz,
  -- The Idempotency-Key of the request, and a hash of the request.
  idempotency_key text collate "C",
  fingerprint     text collate "C" not null,
  unique (order_id, idempotency_key)
);

create index refund_order on refund (order_id, id);

create index refund_pending on refund (id) where status = 'pending';

-- The events that the provider has sent. They arrive more than once.
create table provider_event (
  id          text collate "C" primary key check (length(id) <= 255),
  received_at timestamptz not null default now()
);

create index provider_event_received on provider_event (received_at);

-- shop_payments: the function Payments, which alone moves money. It serves the routes of orders that need the payment provider, for shoppers and
-- for the people who run the shop.
do $$
begin
  create role shop_payments nologin;
  grant shop_payments to current_user;
exception when duplicate_object or unique_violation then
  null;
end
$$;

grant usage on schema public to shop_payments;

grant select on orders, order_line, fulfillment, fulfillment_line, variant, payment, refund to shop_payments;

grant update (status, payment_status, paid, refunding, refunded, refund_count, canceled_by, cancel_requested_at) on orders to shop_payments;

grant update (restocked) on order_line to shop_payments;

grant update (stock) on variant to shop_payments;

grant update (status, provider_ref, expires_at, checked_at, capture_before) on payment to shop_payments;

grant insert, update (status, provider_ref) on refund to shop_payments;

grant select, insert, delete on provider_event to shop_payments;

grant insert (id, name, subject) on event to shop_payments;

-- Refunds and cancellations by the people who run the shop.
grant select, update (last_used_at) on api_key to shop_payments;

grant insert on audit to shop_payments;

-- An order begins its payment, and its readers see what became of it.
grant insert (id, order_id, provider, status, amount, expires_at, fingerprint) on payment to shop_app;

grant select on payment, refund to shop_app, shop_admin, shop_worker, shop_read;

grant select on provider_event to shop_read;
