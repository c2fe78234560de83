-- A guest's cart is merged into a customer's at sign-in: till `held_until` it is not ordered, and who asks for an order of the
-- customer's cart under a key that has ordered the guest's is shown that order.
alter table ordered_cart add column moved_into text collate "C", add column held_until timestamptz;

create index ordered_cart_moved on ordered_cart (moved_into) where moved_into is not null;

-- A row with more than 64 KB could be stored, and not be read: the Data API refuses to answer with it.
alter table product
  add constraint product_description_check check (octet_length(description) <= 32768),
  add constraint product_images_check check (octet_length(images::text) <= 16384);
