-- The language of the shop's texts: their words are found in any form. To change it, replace this function and then
-- index all products in parts: see 0033.
create function search_language() returns regconfig language sql immutable parallel safe as $$
  select cast('pg_catalog.english' as regconfig)
$$;

-- The words of a text in lower case, without accents and apostrophes. A single letter before a hyphen belongs to its word: a T-shirt
-- is a "tshirt", so a search for shirts finds shirts first. Longer words than 64 characters are left out.
create function words_of(text text) returns setof text language sql immutable parallel safe as $$
  select word
  from regexp_split_to_table(
    regexp_replace(regexp_replace(
      translate(lower(fold_accents(text) collate "C"), '''’', ''),
      '(^|[^a-z0-9])([a-z])-(?=[a-z0-9])', '\1\2', 'g'),
      '(^|[^a-z0-9])t (?=shirt)', '\1t', 'g'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+'
  ) as word
  where length(word) between 1 and 64
$$;

-- The stems of a word: usually one, and none of a word such as "the".
create function stems_of(word text) returns text[] language sql immutable parallel safe as $$
  select tsvector_to_array(to_tsvector(search_language(), word))
$$;

-- A word and the word with any one letter left out. Two words that differ by one typing error share one of them.
create function deletions_of(word text) returns text[] language sql immutable parallel safe as $$
  select array_agg(distinct left(word, n) || substr(word, n + 2)) || word from generate_series(0, length(word) - 1) as n
$$;

-- The words that products contain, as stems. `named`: the word is in a title, a category, a size or a color. Shoppers' typing is
-- completed and corrected to these words. A word stays when its last product has gone.
create table word (
  word      text collate "C" primary key,
  named     boolean not null,
  deletions text[]
);

create index word_deletions on word using gin (deletions);

grant select on word to shop_app, shop_admin, shop_worker, shop_read;

-- Other words for what a word means, as stems. A search for the word also finds them.
create table synonym (
  word    text collate "C",
  meaning text collate "C",
  primary key (word, meaning)
);

insert into synonym (word, meaning)
select (stems_of(word))[1], (stems_of(meaning))[1]
from (values
  ('blue', 'navy'), ('blue', 'sky'), ('blue', 'indigo'), ('brown', 'chestnut'), ('brown', 'camel'), ('tan', 'camel'),
  ('beige', 'ecru'), ('beige', 'camel'), ('cream', 'ecru'), ('green', 'olive'), ('green', 'forest'), ('green', 'khaki'),
  ('red', 'burgundy'), ('orange', 'rust'), ('yellow', 'mustard'), ('pink', 'blush'), ('grey', 'gray'), ('gray', 'grey'),
  ('tshirt', 'tee'), ('tee', 'tshirt'), ('jumper', 'sweater'), ('pullover', 'sweater'), ('pants', 'trousers'),
  ('trainers', 'sneakers'), ('hoodie', 'hooded'), ('purse', 'bag'), ('handbag', 'bag')
) as pair(word, meaning);

grant select on synonym to shop_app, shop_admin, shop_worker, shop_read;

alter table product
  add column price_to        integer,
  add column compare_at_from integer,
  -- The words of the category and the variants, as lexemes: words of the category, the sizes and the colors, again with "=" before
  -- them, words of the category with "#" before them, and SKUs with "@" before them.
  add column words           tsvector not null default '';

grant select (price_to, compare_at_from, words) on product to shop_app, shop_admin, shop_worker, shop_read;

drop function offer(text, text, jsonb);

-- The planner takes each text for a thousand words, and a connection from before the first migration would compile the function for
-- a second at each call. So this and the functions below turn that off themselves.
--
-- As before, with the highest price, the former price of the cheapest variant, if it is reduced, and the words of the variants.
create function offer(
  id text, category text, variants jsonb, out price_from integer, out available boolean, out facets integer[],
  out price_to integer, out compare_at_from integer, out words tsvector
) language sql immutable parallel safe set jit = off as $$
  with variant as (
    select sku, fold_case(size) as size, fold_case(color) as color, price, cast(price as text) as digits, stock > 0 as in_stock,
      coalesce(compare_at_price, "compareAtPrice") as compare_at
    from jsonb_to_recordset(variants) as variant(
      sku text, size text, color text, price bigint, stock bigint, compare_at_price bigint, "compareAtPrice" bigint
    )
  ), thing as (
    select name, place, stocked
    from variant
    cross join lateral (values ('any'), ('size ' || size), ('color ' || color)) as names(name)
    cross join lateral (values (''), (category)) as places(place)
    cross join lateral (values (false), (in_stock)) as stocks(stocked)
    union
    select 'size ' || size || ' color ' || color, '', stocked
    from variant
    cross join lateral (values (false), (in_stock)) as stocks(stocked)
    union
    select 'price ' || rpad(left(digits, length), length(digits), '.'), '', false
    from variant
    cross join lateral generate_series(1, length(digits)) as length
  ), lowest as (
    select cast(min(price) as integer) as price from variant
  ), option_word as (
    select words_of(text) as word from (select size as text from variant union select color from variant) as option
  ), category_stem as (
    select unnest(coalesce(nullif(stems_of(word), '{}'), array[word])) as stem from words_of(category) as word
  ), named as (
    select unnest(coalesce(nullif(stems_of(word), '{}'), array[word])) as stem from option_word
    union select stem from category_stem
  ), lexeme as (
    select stem as lexeme from named
    union select '=' || stem from named
    union select '#' || stem from category_stem
    union select '@' || lower(fold_accents(sku) collate "C") from variant where sku is not null
  )
  select (select price from lowest), coalesce(bool_or(in_stock), false), array(
      select distinct facet(name, place, stocked, band)
      from thing
      cross join (values (age_band(id)), ((select price_band(price) from lowest))) as bands(band)
      order by 1
    ), cast(max(price) as integer),
    (select cast(min(compare_at) as integer) from variant, lowest where variant.price = lowest.price),
    (select array_to_tsvector(array_agg(lexeme)) from lexeme)
  from variant
$$;

-- As before, with the new columns. A former price counts as a change, too.
create or replace function offer_changed() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  changed text[];
  grown text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct product_id) into changed from new_variant;
    grown = changed;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct product_id) into changed from old_variant;
  else
    select array_agg(distinct id), array_agg(distinct id) filter (where id = n.product_id and o.product_id is distinct from id)
    into changed, grown
    from old_variant o full join new_variant n using (sku)
    cross join lateral (values (o.product_id), (n.product_id)) as product(id)
    where (o.product_id, o.size, o.color, o.price, o.compare_at_price, o.stock > 0)
      is distinct from (n.product_id, n.size, n.color, n.price, n.compare_at_price, n.stock > 0);
  end if;
  if changed is null then
    return null;
  end if;
  perform from product where id = any(changed) order by id for no key update;
  if exists (select from variant where product_id = any(grown) group by product_id having count(*) > 1000) then
    raise exception 'A product has more than 1000 variants'
      using errcode = 'check_violation', constraint = 'variant_count_limit', table = 'variant';
  end if;
  update product p set price_from = now.price_from, available = now.available, facets = now.facets, price_to = now.price_to,
    compare_at_from = now.compare_at_from, words = now.words
  from (
    select product.id, offer.*
    from product
    cross join lateral (
      select coalesce(jsonb_agg(v), '[]') as variants from variant v
      where product_id = product.id and product.status = 'active'
    ) as made
    cross join lateral offer(product.id, product.category, variants)
    where product.id = any(changed)
  ) as now
  where p.id = now.id
    and (p.price_from, p.available, p.facets, p.price_to, p.compare_at_from, p.words)
      is distinct from (now.price_from, now.available, now.facets, now.price_to, now.compare_at_from, now.words);
  return null;
end
$$;

-- The product is locked here, so nobody else writes its offer.
create or replace function product_moved() returns trigger language plpgsql as $$
begin
  select offer.price_from, offer.available, offer.facets, offer.price_to, offer.compare_at_from, offer.words
  into new.price_from, new.available, new.facets, new.price_to, new.compare_at_from, new.words
  from (
    select coalesce(jsonb_agg(v), '[]') as variants from variant v where product_id = new.id and new.status = 'active'
  ) as made
  cross join lateral offer(new.id, new.category, variants);
  return new;
end
$$;

-- Words of the title have "=" before them, too, and the last one also "#": a shirt dress is a dress.
create or replace function product_searchable() returns trigger language plpgsql set jit = off as $$
declare
  title_words text[] = array(select words_of(new.title));
begin
  new.search = setweight(to_tsvector(search_language(), fold_accents(new.title)), 'A')
    || setweight(to_tsvector(search_language(), fold_accents(new.description)), 'B')
    || array_to_tsvector(array(
      select unnest(stems_of(word)) from unnest(title_words) as word
      union select '=' || unnest(stems_of(word)) from unnest(title_words) as word
      union select '#' || unnest(stems_of(title_words[cardinality(title_words)]))
    ))
    || new.words;
  return new;
end
$$;

drop trigger product_searchable on product;

create trigger product_searchable before insert on product
for each row execute function product_searchable();

-- After product_moved, because triggers run in the order of their names.
create trigger product_searchable_again before update on product
for each row when (
  old.title <> new.title or old.description <> new.description or old.words <> new.words or old.search is distinct from new.search
)
execute function product_searchable();

-- Adds the words of products that are new or have changed. Words are added in their order, so two that add the same ones do not
-- deadlock. It runs with the rights of its owner, because no role writes words otherwise.
create function words_added() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
declare
  lexemes text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct lexeme) into lexemes from new_product, unnest(search);
  else
    select array_agg(distinct lexeme) into lexemes
    from old_product o join new_product n using (id), unnest(n.search)
    where o.search is distinct from n.search;
  end if;
  insert into word (word, named, deletions)
  select found.word, found.named, case when found.named and length(found.word) >= 4 then deletions_of(found.word) end
  from (
    select ltrim(lexeme, '=') as word, bool_or(left(lexeme, 1) = '=') as named
    from unnest(lexemes) as lexeme
    where left(lexeme, 1) not in ('#', '@') and length(lexeme) <= 65
    group by 1
  ) as found
  where found.word <> '' and not exists (
    select from word known where known.word = found.word and (known.named or not found.named)
  )
  order by found.word
  on conflict (word) do update set named = true, deletions = excluded.deletions where excluded.named and not word.named;
  return null;
end
$$;

create trigger product_words_added after insert on product referencing new table as new_product
for each statement execute function words_added();

create trigger product_words_changed after update on product referencing old table as old_product new table as new_product
for each statement execute function words_added();

-- Writes the summaries and words of a sixteenth of all products again: those whose hash begins with `part`, from 0 to f.
create function index_products(part text) returns void language sql as $$
  update product p set price_from = now.price_from, available = now.available, facets = now.facets, price_to = now.price_to,
    compare_at_from = now.compare_at_from, words = now.words, search = null
  from (
    select product.id, offer.*
    from product
    cross join lateral (
      select coalesce(jsonb_agg(v), '[]') as variants from variant v
      where v.product_id = product.id and product.status = 'active'
    ) as made
    cross join lateral offer(product.id, product.category, variants)
    where left(md5(product.id), 1) = part
  ) as now
  where p.id = now.id
$$;

revoke execute on function index_products(text) from public;

-- Finds products by what a shopper typed, the best first. Each of the three kinds leaves out what the kinds before it find:
--   best        all words are in the title, the category, the sizes or the colors, and one names the category or ends the title
--   named       all words are in the title, the category, the sizes or the colors
--   everywhere  all words are somewhere, also in the description
-- A word that no product has is completed, if it is the last one, or else corrected by one typing error, if it has five letters.
-- Text with quotation marks or a minus is searched as it is.
create function search_kinds(
  q text, out best tsquery, out named tsquery, out everywhere tsquery, out anything tsquery
) language plpgsql stable parallel safe set jit = off as $$
declare
  typed text = btrim(lower(fold_accents(q) collate "C"));
  all_words text[] = array(select words_of(q));
  alternatives text[];
  stems text[];
  is_known boolean;
  is_named boolean;
  everywhere_text text;
  named_text text;
  kind_text text;
  sku_text text;
begin
  if q ~ '"|(^|\s)-\S' then
    best = websearch_to_tsquery(search_language(), fold_accents(q));
    anything = best;
    return;
  end if;
  for i in 1 .. cardinality(all_words) loop
    stems = stems_of(all_words[i]);
    if stems = '{}' then
      -- A word such as "the", unless it is the name of a size.
      if cardinality(all_words) > 1 and not exists (select from word w where w.word = all_words[i] and w.named) then
        continue;
      end if;
      stems = array[all_words[i]];
    end if;
    select count(*) > 0, coalesce(bool_or(w.named), false) into is_known, is_named from word w where w.word = any(stems);
    alternatives = stems || array(select meaning from synonym s where s.word = any(stems) order by 1);
    if i = cardinality(all_words) and not is_named then
      alternatives = alternatives || array(
        select w.word from word w
        where w.word >= all_words[i] and w.word < all_words[i] || chr(1114111) and w.named
        order by w.word limit 50
      );
    end if;
    if not is_known and alternatives = stems and length(all_words[i]) >= 5 then
      alternatives = alternatives || array(
        select w.word from word w where w.named and w.deletions && deletions_of(stems[1]) order by w.word limit 20
      );
    end if;
    select concat_ws(' & ', everywhere_text, '(' || string_agg(format('''%s''', one), ' | ') || ')'),
      concat_ws(' & ', named_text, '(' || string_agg(format('''=%s''', one), ' | ') || ')'),
      concat_ws(' | ', kind_text, string_agg(format('''#%s''', one), ' | '))
    into everywhere_text, named_text, kind_text
    from unnest(alternatives) as one;
  end loop;
  everywhere = cast(everywhere_text as tsquery);
  named = cast(named_text as tsquery);
  best = named && cast('(' || kind_text || ')' as tsquery);
  -- The beginning of a SKU is looked up among the variants: among the words it could be the beginning of very many.
  select string_agg(format('''@%s''', replace(replace(one, '\', '\\'), '''', '''''')), ' | ') into sku_text
  from (
    select typed as one where typed <> '' and typed !~ '\s'
    union
    select lower(fold_accents(sku) collate "C") from (
      select sku from variant v, (values (btrim(q)), (upper(typed))) as beginning(text)
      where length(btrim(q)) >= 4 and v.sku >= beginning.text and v.sku < beginning.text || chr(1114111)
      limit 50
    ) as started
  ) as skus;
  if sku_text is not null then
    best = coalesce(best || cast(sku_text as tsquery), cast(sku_text as tsquery));
    named = coalesce(named || cast(sku_text as tsquery), cast(sku_text as tsquery));
    everywhere = coalesce(everywhere || cast(sku_text as tsquery), cast(sku_text as tsquery));
  end if;
  anything = everywhere;
  everywhere = everywhere && !!named;
  named = named && !!best;
end
$$;
