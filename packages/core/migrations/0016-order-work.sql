-- What the people who run the shop do with orders: shipments, payments, and the shop's settings.
-- The counters are in the order's row, because a statement that has waited for a row's lock sees that row's new values, but not those of
-- other tables.
alter table orders
  add column paid              bigint  not null default 0,
  add column fulfillment_count integer not null default 0,
  add column delivered_count   integer not null default 0,
  -- The title of the shipping option when the order was placed. Null: the order is older than this column.
  add column shipping_title    text,
  add constraint orders_paid_at_most_total check (paid between 0 and total),
  -- An answer contains all fulfillments of an order, and the Data API returns at most 64 KB a row.
  add constraint orders_fulfillment_limit check (fulfillment_count <= 20),
  add constraint orders_delivered_at_most_shipped check (delivered_count between 0 and fulfillment_count);

alter table order_line
  add column shipped integer not null default 0,
  add constraint order_line_shipped_at_most_quantity check (shipped between 0 and quantity);

create table fulfillment (
  id              text collate "C" primary key,
  order_id        text collate "C" not null references orders (id),
  number          integer not null,
  carrier         text not null check (length(carrier) <= 50),
  tracking_number text check (length(tracking_number) <= 100),
  tracking_url    text check (length(tracking_url) <= 500),
  shipped_at      timestamptz not null default now(),
  delivered_at    timestamptz,
  -- The Idempotency-Key of the request, and a hash of the request.
  idempotency_key text collate "C",
  fingerprint     text collate "C" not null,
  unique (order_id, number),
  unique (order_id, idempotency_key)
);

create table fulfillment_line (
  order_id text collate "C" not null,
  position integer not null,
  number   integer not null,
  quantity integer not null check (quantity > 0),
  primary key (order_id, position, number),
  foreign key (order_id, position) references order_line (order_id, position),
  foreign key (order_id, number) references fulfillment (order_id, number)
);

-- Money that the shop has received. The sum is `orders.paid`.
create table payment (
  id              text collate "C" primary key,
  order_id        text collate "C" not null references orders (id),
  provider        text not null,
  status          text not null,
  amount          bigint not null check (amount > 0),
  reference       text check (length(reference) <= 200),
  created_at      timestamptz not null default now(),
  idempotency_key text collate "C",
  fingerprint     text collate "C" not null,
  unique (order_id, idempotency_key)
);

create index payment_order on payment (order_id, id);

-- One row at most. Without it, the defaults in the code apply.
create table settings (
  id         text collate "C" primary key check (id = 'shop'),
  content    jsonb not null check (octet_length(content::text) <= 49152),
  updated_at timestamptz not null default now()
);

-- Lists of orders go from the newest to the oldest ID, with one of these filters.
create index orders_status on orders (status, id);

create index orders_payment_status on orders (payment_status, id);

create index orders_fulfillment_status on orders (fulfillment_status, id);

create unique index orders_number on orders (number);

create index orders_placed on orders (placed_at);

create index orders_email on orders (lower(email) collate "C");

create index orders_name on orders using gin (to_tsvector('simple', shipping_address ->> 'name'));

create index customer_name on customer using gin (to_tsvector('simple', name));

-- The time when the event was written. The start of its statement may be much earlier, if the statement has waited for a lock.
alter table event alter column created_at set default clock_timestamp();
