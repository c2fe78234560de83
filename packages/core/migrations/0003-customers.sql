create table customer (
  id            text collate "C" primary key,
  email         text not null,
  -- The e-mail as it is compared: folded by the shop, since databases differ in how they fold what is not A to Z.
  login         text collate "C" not null unique,
  name          text not null,
  password_hash text not null,
  -- Counts the passwords: a session opened with an older one is over.
  epoch         integer not null default 0,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now()
);

create table address (
  customer_id text collate "C" not null references customer (id) on delete cascade,
  id          text collate "C" not null,
  content     jsonb not null,
  primary key (customer_id, id)
);

-- One default at most: there is room for no other. It is one of the customer's own, and gone when that address is.
alter table customer
  add column address_count integer not null default 0 check (address_count >= 0),
  add column default_address text collate "C",
  add constraint customer_default_address foreign key (id, default_address)
    references address (customer_id, id) on delete set null (default_address);

alter table orders add column customer_id text collate "C";

create index orders_customer on orders (customer_id, id) where customer_id is not null;
