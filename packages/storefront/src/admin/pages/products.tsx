import { api, type Product, type ProductSummary, categories as readCategories } from "../api.ts";
import { LoadMore, LoadState, useLoaded } from "../parts/load.tsx";
import { ListSearch } from "../parts/search.tsx";
import { Status } from "../parts/status.tsx";
import { address, go, paths } from "../router.ts";
import { number, price } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.products;
const PAGE = 50;
const statuses = ["active", "draft", "archived"] as const;
type ProductStatus = Product["status"];

/** The products, narrowed by their status and by words. Both are in the address. */
export function ProductsPage() {
  const query = new URLSearchParams(address.value.query);
  const status = statuses.find((one) => one === query.get("status"));
  const words = query.get("q") ?? "";
  return (
    <div class="content">
      <div class="head">
        <h1>{t.title}</h1>
        <a class="button small" href={paths.newProduct}>
          {t.new}
        </a>
      </div>
      <div class="tools">
        <nav class="views" aria-label={t.status}>
          <a href={hrefOf(undefined, words)} aria-current={status === undefined ? "page" : undefined}>
            {t.any}
          </a>
          {statuses.map((one) => (
            <a key={one} href={hrefOf(one, words)} aria-current={one === status ? "page" : undefined}>
              {t.statuses[one]}
            </a>
          ))}
        </nav>
        <ListSearch
          label={t.search}
          hint={t.searchHint}
          words={words}
          onSearch={(typed) => go(hrefOf(status, typed), { replace: true })}
        />
      </div>
      <List key={`${status} ${words}`} status={status} words={words} />
    </div>
  );
}

const hrefOf = (status: ProductStatus | undefined, words: string): string => {
  const query = new URLSearchParams({ ...(status && { status }), ...(words && { q: words }) });
  return query.size > 0 ? `${paths.products}?${query}` : paths.products;
};

interface Found {
  products: ProductSummary[];
  next: string | null;
}

/** Reads the first page, or the next one after those that are shown. */
async function read(status: ProductStatus | undefined, words: string, former: Found | undefined) {
  const { data, error } = await api.GET("/admin/v1/products", {
    params: {
      query: {
        limit: PAGE,
        ...(status && { status }),
        ...(words && { q: words }),
        ...(former?.next && { cursor: former.next }),
      },
    },
  });
  if (error) return { error };
  return { data: { products: [...(former?.products ?? []), ...data.data], next: data.nextCursor } };
}

function List({ status, words }: { status: ProductStatus | undefined; words: string }) {
  const loaded = useLoaded((former: Found | undefined) => read(status, words, former), []);
  const categories = useLoaded(readCategories, []);
  const { products = [], next = null } = loaded.data.value ?? {};
  const titleOf = (handle: string) =>
    categories.data.value?.data.find((one) => one.handle === handle)?.title ?? handle;
  if (loaded.data.value && products.length === 0)
    return (
      <p class="nothing" role="status">
        {words ? t.emptySearch(words) : t.empty}
      </p>
    );
  return (
    <>
      <LoadState loaded={loaded} />
      {products.length > 0 && (
        <>
          <p class="selection" role="status">
            {t.shown(products.length)}
          </p>
          <table class="list products">
            <caption class="hidden">{t.title}</caption>
            <thead>
              <tr>
                <th scope="col">{t.columns.product}</th>
                <th scope="col" class="wide-column">
                  {t.columns.category}
                </th>
                <th scope="col">{t.columns.status}</th>
                <th scope="col" class="count-column">
                  {t.columns.variants}
                </th>
                <th scope="col" class="amount-column">
                  {t.columns.price}
                </th>
                <th scope="col" class="amount-column">
                  {t.columns.stock}
                </th>
              </tr>
            </thead>
            <tbody>
              {products.map((product) => (
                <Row key={product.id} product={product} category={titleOf(product.category)} />
              ))}
            </tbody>
          </table>
        </>
      )}
      {next !== null && <LoadMore loaded={loaded} label={t.more} />}
    </>
  );
}

const kinds = { active: "good", draft: "todo", archived: "quiet" } as const;

const Row = ({ product, category }: { product: ProductSummary; category: string }) => (
  <tr>
    <th scope="row">
      <span class="with-thumb">
        <span class="thumb small">
          {product.image && <img src={product.image.url} alt="" width="36" height="48" loading="lazy" />}
        </span>
        <span>
          <a class="row-link" data-row href={paths.product(product.handle)}>
            {product.title}
          </a>
          <small>{product.handle}</small>
        </span>
      </span>
    </th>
    <td class="wide-column">{category}</td>
    <td>
      <Status word={t.statuses[product.status]} kind={kinds[product.status]} />
    </td>
    <td class="count-column">{number(product.variantCount)}</td>
    <td class="amount-column">{product.priceFrom ? price(product.priceFrom) : texts.none}</td>
    <td class={product.stock === 0 ? "amount-column low" : "amount-column"}>{number(product.stock)}</td>
  </tr>
);
