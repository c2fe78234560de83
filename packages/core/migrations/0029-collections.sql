-- Lists of products that the merchant picks and orders. `products` has their IDs in this order. An ID stays after its product is
-- deleted, and is never used again: lists leave it out, and a cursor still finds its place.
create table collection (
  handle      text collate "C" primary key check (length(handle) between 1 and 64),
  title       text not null check (length(title) <= 255),
  description text not null default '' check (octet_length(description) <= 16384),
  image       jsonb check (octet_length(image::text) <= 2048),
  position    integer not null default 0,
  seo         jsonb check (octet_length(seo::text) <= 4096),
  products    text[] collate "C" not null default '{}',
  version     bigint not null default 1,
  constraint collection_product_limit check (cardinality(products) <= 200)
);

create index collection_position on collection (position, handle);

grant select on collection to shop_app, shop_admin, shop_read, shop_pages;

grant insert (handle, title, description, image, position, seo, products),
  update (title, description, image, position, seo, products, version), delete
on collection to shop_admin;
