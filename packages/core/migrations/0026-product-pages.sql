-- What the pages of products and categories show besides.
alter table category add column seo jsonb check (octet_length(seo::text) <= 4096);

grant insert (seo), update (seo) on category to shop_admin;

-- To find the size of an image by its address.
create index image_url on image (url) where url is not null;

grant select (url, width, height, srcset) on image to shop_app;

-- A former handle leads shoppers to the product.
grant select on redirect to shop_app;
