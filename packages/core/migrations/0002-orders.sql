-- An order holds its prices, titles and address as they were: the catalogue moves on, the order does not.
create table orders (
  id                 text collate "C" primary key,
  number             bigint generated always as identity (start with 1001),
  cart_id            text collate "C" not null,
  cart_version       bigint not null,
  idempotency_key    text not null,
  fingerprint        text not null,
  token_hash         text,
  status             text not null default 'open',
  payment_status     text not null default 'pending',
  fulfillment_status text not null default 'not_fulfilled',
  payment_provider   text not null,
  email              text not null,
  shipping_address   jsonb not null,
  shipping_option    text not null,
  currency           text not null,
  subtotal           bigint not null,
  shipping           bigint not null,
  tax                bigint not null,
  total              bigint not null check (total = subtotal + shipping + tax),
  placed_at          timestamptz not null default now(),
  constraint orders_once_a_key unique (cart_id, idempotency_key)
);

-- The last version of a cart that became an order. No later one does before that order's lines are taken out of the cart.
create table ordered_cart (
  id      text collate "C" primary key,
  version bigint not null
);

create table order_line (
  order_id   text collate "C" not null references orders (id),
  position   integer not null,
  sku        text not null,
  title      text not null,
  size       text not null,
  color      text not null,
  image      jsonb,
  quantity   integer not null check (quantity > 0),
  unit_price integer not null check (unit_price >= 0),
  primary key (order_id, position)
);

-- What happened to which order or customer, written with it in one statement, and dealt with by the sweep.
create table outbox (
  id         bigint generated always as identity primary key,
  event      text not null,
  subject    text collate "C" not null,
  created_at timestamptz not null default now()
);
