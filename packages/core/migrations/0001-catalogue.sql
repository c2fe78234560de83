create table category (
  handle   text collate "C" primary key,
  title    text not null,
  position integer not null
);

-- Ids are ULIDs, so their order is that in which products were made: "newest" needs no other column.
create table product (
  id          text collate "C" primary key,
  handle      text collate "C" not null unique,
  title       text not null,
  description text not null,
  category    text collate "C" not null references category (handle),
  images      jsonb not null default '[]',
  updated_at  timestamptz not null default now(),
  search      tsvector generated always as
              (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', description), 'B')) stored
);

create index product_category on product (category, id);

create index product_search on product using gin (search);

-- Prices in minor units. The check on stock is what ends a checkout that would sell more than there is.
create table variant (
  sku              text collate "C" primary key,
  product_id       text collate "C" not null references product (id),
  position         integer not null,
  size             text not null,
  color            text not null,
  image            jsonb,
  price            integer not null check (price >= 0),
  compare_at_price integer check (compare_at_price > price),
  stock            integer not null,
  constraint variant_stock_not_negative check (stock >= 0)
);

create index variant_product on variant (product_id, position);
