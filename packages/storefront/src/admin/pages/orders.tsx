import { isView, type View, views } from "../order.rules.ts";
import { ListSearch } from "../parts/search.tsx";
import { address, go, paths } from "../router.ts";
import { texts } from "../texts.ts";
import { OrdersList } from "./orders-list.tsx";

const t = texts.orders;

/** The orders, narrowed by a view and by words. Both are in the address. */
export function OrdersPage() {
  const query = new URLSearchParams(address.value.query);
  const wanted = query.get("view");
  const view: View = isView(wanted) ? wanted : "to-ship";
  const words = query.get("q") ?? "";
  return (
    <div class="content">
      <h1>{t.title}</h1>
      <div class="tools">
        <nav class="views" aria-label={t.views}>
          {(Object.keys(views) as View[]).map((one) => (
            <a key={one} href={hrefOf(one, words)} aria-current={one === view ? "page" : undefined}>
              {t.view[one]}
            </a>
          ))}
        </nav>
        <ListSearch
          label={t.search}
          hint={t.searchHint}
          words={words}
          onSearch={(typed) => go(hrefOf(view, typed), { replace: true })}
        />
      </div>
      <OrdersList key={`${view} ${words}`} view={view} words={words}>
        <Nothing view={view} words={words} />
      </OrdersList>
    </div>
  );
}

const hrefOf = (view: View, words: string): string => {
  const query = new URLSearchParams({ ...(view !== "to-ship" && { view }), ...(words && { q: words }) });
  return query.size > 0 ? `${paths.orders}?${query}` : paths.orders;
};

function Nothing({ view, words }: { view: View; words: string }) {
  return (
    <div class="nothing" role="status">
      <p>{words ? t.emptySearch(words) : view === "to-ship" ? t.emptyToShip : t.empty}</p>
      {words && view !== "all" && (
        <a class="link" href={hrefOf("all", words)}>
          {t.searchAll}
        </a>
      )}
    </div>
  );
}
