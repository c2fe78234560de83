import { useSignal } from "@preact/signals";
import { api, type Order, type OrderSummary } from "../api.ts";
import { append, isView, merge, type Source, toggled, toRead, type View, views } from "../order.rules.ts";
import { LoadMore, LoadState, useLoaded } from "../parts/load.tsx";
import { notice } from "../parts/notice.tsx";
import { FulfillmentStatus, PaymentStatus } from "../parts/order-status.tsx";
import { ListSearch } from "../parts/search.tsx";
import { useActions } from "../parts/shortcuts.tsx";
import { printSlips } from "../parts/slips.tsx";
import { address, go, paths } from "../router.ts";
import { number, price, sentenceOf, shortTime } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.orders;
const PAGE = 50;
/** As many pages of paper as one may want at once. */
const PRINT_LIMIT = 50;
/** Orders that are read at the same time for printing. */
const AT_ONCE = 4;

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
      <List key={`${view} ${words}`} view={view} words={words} />
    </div>
  );
}

const hrefOf = (view: View, words: string): string => {
  const query = new URLSearchParams({ ...(view !== "to-ship" && { view }), ...(words && { q: words }) });
  return query.size > 0 ? `${paths.orders}?${query}` : paths.orders;
};

function List({ view, words }: { view: View; words: string }) {
  const selected = useSignal<string[]>([]);
  const isPrinting = useSignal(false);
  const loaded = useLoaded((former: Source[] | undefined) => read(view, words, former), []);
  const { orders, hasMore } = merge(loaded.data.value ?? [], view);
  const chosen = selected.value.filter((id) => orders.some((order) => order.id === id));
  const printSelected = async () => {
    if (chosen.length === 0 || isPrinting.value) return;
    if (chosen.length > PRINT_LIMIT) {
      notice.value = t.printLimit(PRINT_LIMIT);
      return;
    }
    isPrinting.value = true;
    const found = await readOrders(chosen);
    isPrinting.value = false;
    if (typeof found === "string") notice.value = found;
    else await printSlips(found);
  };
  useActions({ p: () => void printSelected() });

  const isFirst = loaded.data.value === undefined;
  if (!isFirst && orders.length === 0 && !hasMore) return <Nothing view={view} words={words} />;
  return (
    <>
      <LoadState loaded={loaded} />
      {orders.length > 0 && (
        <>
          <div class="selection">
            <p role="status">{chosen.length > 0 ? t.selected(chosen.length) : t.shown(orders.length)}</p>
            <button
              type="button"
              class="button small quiet"
              disabled={chosen.length === 0}
              aria-busy={isPrinting.value}
              onClick={() => void printSelected()}
            >
              {isPrinting.value ? t.printing : t.print}
            </button>
          </div>
          <table class="list orders">
            <caption class="hidden">{t.view[view]}</caption>
            <thead>
              <tr>
                <th class="tick">
                  <input
                    type="checkbox"
                    aria-label={t.selectAll}
                    checked={chosen.length === orders.length}
                    onChange={({ currentTarget }) => {
                      selected.value = currentTarget.checked ? orders.map(({ id }) => id) : [];
                    }}
                  />
                </th>
                <th scope="col">{t.columns.number}</th>
                <th scope="col">{t.columns.name}</th>
                <th scope="col" class="count-column">
                  {t.columns.items}
                </th>
                <th scope="col">{t.columns.payment}</th>
                <th scope="col">{t.columns.fulfillment}</th>
                <th scope="col" class="amount-column">
                  {t.columns.total}
                </th>
              </tr>
            </thead>
            <tbody>
              {orders.map((order) => (
                <Row
                  key={order.id}
                  order={order}
                  isSelected={chosen.includes(order.id)}
                  onSelect={() => {
                    selected.value = toggled(selected.value, order.id);
                  }}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
      {hasMore && <LoadMore loaded={loaded} label={t.more} />}
    </>
  );
}

interface RowProps {
  order: OrderSummary;
  isSelected: boolean;
  onSelect: () => void;
}

function Row({ order, isSelected, onSelect }: RowProps) {
  return (
    <tr class={isSelected ? "selected" : undefined}>
      <td class="tick">
        <input type="checkbox" aria-label={t.select(order.number)} checked={isSelected} onChange={onSelect} />
      </td>
      <th scope="row">
        <a class="row-link" data-row href={paths.order(order.id)}>
          {order.number}
        </a>
        <small>{shortTime(order.placedAt)}</small>
      </th>
      <td class="name-column">
        {order.name}
        <small>{order.email}</small>
        <span class="narrow">
          <PaymentStatus status={order.paymentStatus} />
          <FulfillmentStatus order={order} />
        </span>
      </td>
      <td class="count-column">{number(order.itemCount)}</td>
      <td class="payment-column">
        <PaymentStatus status={order.paymentStatus} />
      </td>
      <td class="fulfillment-column">
        <FulfillmentStatus order={order} />
      </td>
      <td class="amount-column">{price(order.total)}</td>
    </tr>
  );
}

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

/** Reads the first page of each list of a view, or the next pages that are needed to show more. */
async function read(view: View, words: string, former: Source[] | undefined) {
  const sources: Source[] = former ?? views[view].map((query) => ({ query, orders: [], next: "" }));
  const wanted = toRead(sources);
  const answers = await Promise.all(
    wanted.map(({ query, next }) =>
      api.GET("/admin/v1/orders", {
        params: {
          query: { ...query, limit: PAGE, ...(words && { q: words }), ...(next && { cursor: next }) },
        },
      }),
    ),
  );
  const failed = answers.find(({ error }) => error)?.error;
  if (failed) return { error: failed };
  const pages = new Map(wanted.map((source, i) => [source, answers[i]?.data]));
  return {
    data: sources.map((source) => {
      const page = pages.get(source);
      return page ? append(source, page) : source;
    }),
  };
}

/** Reads whole orders, a few at a time. Returns a sentence if one of them cannot be read. */
async function readOrders(ids: string[]): Promise<Order[] | string> {
  const found: Order[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const answers = await Promise.all(
      ids.slice(at, at + AT_ONCE).map((id) => api.GET("/admin/v1/orders/{id}", { params: { path: { id } } })),
    );
    for (const { data, error } of answers) {
      if (error) return sentenceOf(error);
      found.push(data);
    }
  }
  return found;
}
