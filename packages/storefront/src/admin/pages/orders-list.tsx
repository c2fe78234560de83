import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { merge, type Source, toggled, type View } from "../order.rules.ts";
import { LoadMore, LoadState, useLoaded } from "../parts/load.tsx";
import { notice } from "../parts/notice.tsx";
import { useActions } from "../parts/shortcuts.tsx";
import { printSlips } from "../parts/slips.tsx";
import { texts } from "../texts.ts";
import { readOrders, readPages } from "./orders.read.ts";
import { OrderRow } from "./orders-row.tsx";

const t = texts.orders;
/** As many pages of paper as one may want at once. */
const PRINT_LIMIT = 50;

interface Props {
  view: View;
  words: string;
  children: ComponentChildren;
}

/** The orders of a view that match these words. The children stand there if there are none. */
export function OrdersList({ view, words, children }: Props) {
  const selected = useSignal<string[]>([]);
  const isPrinting = useSignal(false);
  const loaded = useLoaded((former: Source[] | undefined) => readPages(view, words, former), []);
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
  if (!isFirst && orders.length === 0 && !hasMore) return <>{children}</>;
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
            <Head
              isAll={chosen.length === orders.length}
              onAll={(isAll) => {
                selected.value = isAll ? orders.map(({ id }) => id) : [];
              }}
            />
            <tbody>
              {orders.map((order) => (
                <OrderRow
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

const Head = ({ isAll, onAll }: { isAll: boolean; onAll: (isAll: boolean) => void }) => (
  <thead>
    <tr>
      <th class="tick">
        <input
          type="checkbox"
          aria-label={t.selectAll}
          checked={isAll}
          onChange={({ currentTarget }) => onAll(currentTarget.checked)}
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
);
