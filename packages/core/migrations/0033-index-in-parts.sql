-- outside a transaction: 200 products at a time are locked for less than a second, and shoppers go on.
-- Products from before the search of 0024 get their words. Later ones have them already.
select index_products_after(:after, 200, false) as after;
