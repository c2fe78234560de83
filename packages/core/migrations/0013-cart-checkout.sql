-- What checkout knows about a cart: its last ordered version (0: never ordered), the customer's cart that it
-- was merged into, and until when it cannot be ordered because it is being merged.
alter table ordered_cart rename to cart_checkout;

alter table cart_checkout rename column version to ordered_version;

alter table cart_checkout rename column moved_into to merged_into;

alter table cart_checkout rename column held_until to merge_locked_until;

alter index ordered_cart_moved rename to cart_checkout_merged;

-- The release before this one still uses the old names while the new one is deployed.
create view ordered_cart as
select id, ordered_version as version, merged_into as moved_into, merge_locked_until as held_until
from cart_checkout;
