-- Text is the same whatever its case and the encoding of its accents. PostgreSQL lowers letters beyond A to Z by the database's
-- locale, and databases differ in it: so letters are taken apart first, which leaves A to Z and the letters of this list.
create function fold_case(text text) returns text language sql immutable parallel safe as $$
  select case when octet_length(text) = length(text) then lower(text collate "C") else normalize(lower(translate(
    normalize(text, NFD),
    'ØÆŒŁĐÐÞẞŊĦŦΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐЂЈЉЊЋЏ',
    'øæœłđðþßŋħŧαβγδεζηθικλμνξοπρστυφχψωσабвгдежзиклмнопрстуфхцчшщъыьэюяієґђјљњћџ'
  ) collate "C"), NFC) end
$$;

-- Text without accents, and special letters as they are typed without them: Straße is strasse, Łódź is lodz.
create function fold_accents(text text) returns text language sql immutable parallel safe as $$
  select case when octet_length(text) = length(text) then text else normalize(translate(
    replace(replace(replace(replace(
      regexp_replace(normalize(fold_case(text), NFD), '[\u0300-\u036f]', '', 'g'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðŋħŧı',
    'olddnhti'
  ), NFC) end
$$;

-- Words are searched without accents. The column stays in its place: to generate it anew would write every product again.
alter table product alter column search drop expression;

create function product_searchable() returns trigger language plpgsql as $$
begin
  new.search = setweight(to_tsvector('english', fold_accents(new.title)), 'A')
    || setweight(to_tsvector('english', fold_accents(new.description)), 'B');
  return new;
end
$$;

create trigger product_searchable before insert or update of title, description on product
for each row execute function product_searchable();

update product set title = title
where octet_length(title) > length(title) or octet_length(description) > length(description);

-- As before, but for sizes and colors in any case and encoding, and for prices and stock of any size.
create or replace function offer(
  id text, category text, variants jsonb, out price_from integer, out available boolean, out facets integer[]
) language sql immutable parallel safe as $$
  with variant as (
    select fold_case(size) as size, fold_case(color) as color, price, cast(price as text) as digits, stock > 0 as in_stock
    from jsonb_to_recordset(variants) as variant(size text, color text, price bigint, stock bigint)
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
  )
  select (select price from lowest), coalesce(bool_or(in_stock), false), array(
    select distinct facet(name, place, stocked, band)
    from thing
    cross join (values (age_band(id)), ((select price_band(price) from lowest))) as bands(band)
    order by 1
  )
  from variant
$$;

update product p set facets = now.facets
from (
  select product.id, offer.facets
  from product
  cross join lateral (select jsonb_agg(v) as variants from variant v where product_id = product.id) as made
  cross join lateral offer(product.id, product.category, variants)
  where product.id in (
    select product_id from variant where octet_length(size) > length(size) or octet_length(color) > length(color)
  )
) as now
where p.id = now.id and p.facets <> now.facets;
