create table customer (
  id            text collate "C" primary key,
  email         text not null,
  name          text not null,
  password_hash text not null,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now()
);

-- One account an address, however it is written.
create unique index customer_email on customer (lower(email));

create table address (
  id          text collate "C" primary key,
  customer_id text collate "C" not null references customer (id) on delete cascade,
  content     jsonb not null,
  is_default  boolean not null default false
);

create index address_customer on address (customer_id, id);

create unique index address_one_default on address (customer_id) where is_default;

alter table orders add column customer_id text collate "C";

create index orders_customer on orders (customer_id, id) where customer_id is not null;
