import { useSignal } from "@preact/signals";
import { count } from "../format.ts";
import { Card, Grid } from "../parts/card.tsx";
import { chosenIn, withoutFilters } from "../parts/filters.rules.ts";
import { Filters } from "../parts/filters.tsx";
import type { ProductPage } from "../render.types.ts";
import { type ListPageOf, listOf, listQuery } from "../routes.ts";
import { getProducts } from "../state/page.ts";
import { texts } from "../texts.ts";

/** How many pictures the first view of a wide screen shows. */
const IN_VIEW = 4;

export function ListPage({ page }: { page: ListPageOf }) {
  const t = texts.list;
  const { products } = page;
  const words = new URLSearchParams(page.query).get("q");
  const of =
    page.name === "category" ? page.category : page.name === "collection" ? page.collection : undefined;
  const title = of?.title ?? (words ? t.results(words) : t.all);
  const total = products.total ?? products.data.length;
  return (
    <div class="page">
      <div class="list-head">
        <h1>{title}</h1>
        {of?.description && <p class="lede">{of.description}</p>}
        <p class="list-count" role="status">
          {total === 1 ? t.one : t.count(count(total, products.totalExact !== false))}
        </p>
      </div>
      <Filters page={page} />
      {products.data.length === 0 ? (
        <Nothing page={page} />
      ) : (
        <Pages key={page.query} first={products} page={page} />
      )}
    </div>
  );
}

/** No product matches. The way forward keeps the words if filters are the reason. */
function Nothing({ page: { path, query } }: { page: ListPageOf }) {
  const t = texts.list;
  const parameters = new URLSearchParams(query);
  const isFiltered = chosenIn(parameters).length > 0;
  return (
    <div class="message">
      <h2>{t.none}</h2>
      <p class="lede">{isFiltered ? t.noneHelp : t.noneHelpWords}</p>
      <a class="button" href={isFiltered ? withoutFilters(path, parameters) : "/search"}>
        {isFiltered ? t.clear : t.showAll}
      </a>
    </div>
  );
}

/** What a reader has loaded after the first page of a list, by that page's cursor. The back button shows it again. */
const loaded = new Map<string, { more: ProductPage["data"]; cursor: string | null }>();

/** The products of one page after another. Without scripts, the link leads to the next page. */
function Pages({ first, page }: { first: ProductPage; page: ListPageOf }) {
  const t = texts.list;
  const before = first.nextCursor ? loaded.get(first.nextCursor) : undefined;
  const more = useSignal<ProductPage["data"]>(before?.more ?? []);
  const cursor = useSignal(before ? before.cursor : first.nextCursor);
  const state = useSignal<"ready" | "loading" | "failed">("ready");
  const query = new URLSearchParams(page.query);
  if (cursor.value) query.set("cursor", cursor.value);
  const load = async () => {
    state.value = "loading";
    const asked = listQuery(query.toString(), listOf(page));
    const { data } = await getProducts(asked.replace("facets=true", "facets=false"));
    state.value = data ? "ready" : "failed";
    if (!data) return;
    more.value = [...more.value, ...data.data];
    cursor.value = data.nextCursor;
    if (first.nextCursor) loaded.set(first.nextCursor, { more: more.value, cursor: cursor.value });
  };
  return (
    <>
      <Grid>
        {[...first.data, ...more.value].map((product, at) => (
          <Card key={product.id} product={product} isFirst={at === 0} isEarly={at < IN_VIEW} />
        ))}
      </Grid>
      {cursor.value && (
        <p class="more">
          <a
            class="button quiet"
            href={`?${query}`}
            aria-busy={state.value === "loading"}
            onClick={(event) => {
              event.preventDefault();
              if (state.value !== "loading") void load();
            }}
          >
            {state.value === "loading" ? t.loading : t.more}
          </a>
        </p>
      )}
      {state.value === "failed" && <p role="alert">{t.failed}</p>}
    </>
  );
}
