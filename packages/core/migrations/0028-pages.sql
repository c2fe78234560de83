-- shop_pages: the function Pages, which renders the storefront's documents. It reads what every shopper may see, and writes nothing.
do $$
begin
  create role shop_pages nologin;
  grant shop_pages to current_user;
exception when duplicate_object or unique_violation then
  null;
end
$$;

grant usage on schema public to shop_pages;

grant select on category, product, variant, redirect, word, synonym to shop_pages;

grant select (url, width, height, srcset) on image to shop_pages;
