-- They stand in a path, which API Gateway decodes: a slash would part it, a question mark end it, and dots would climb in it.
alter table variant
  add constraint variant_sku_check check (sku ~ '^[^/?]{1,64}$' and sku not in ('.', '..'));

alter table product
  add constraint product_handle_check check (handle ~ '^[^/?]{1,255}$' and handle not in ('.', '..'));
