-- A path with a backslash is refused, so no path would lead to such a name. `not valid`: existing rows are kept.
alter table variant add constraint variant_sku_backslash check (position(E'\\' in sku) = 0) not valid;

alter table product add constraint product_handle_backslash check (position(E'\\' in handle) = 0) not valid;
