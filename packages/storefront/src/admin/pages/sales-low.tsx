import { api, type StockReport } from "../api.ts";
import { LoadMore, LoadState, useLoaded } from "../parts/load.tsx";
import { paths } from "../router.ts";
import { number } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.sales;

interface Low {
  variants: StockReport["data"];
  next: string | null;
}

async function readLow(former: Low | undefined) {
  const { data, error } = await api.GET("/admin/v1/reports/stock", {
    params: { query: { limit: 20, ...(former?.next && { cursor: former.next }) } },
  });
  if (error) return { error };
  return { data: { variants: [...(former?.variants ?? []), ...data.data], next: data.nextCursor } };
}

/** The variants that are running low, a page after the other. */
export function RunningLow() {
  const loaded = useLoaded(readLow, []);
  const { variants = [], next = null } = loaded.data.value ?? {};
  const c = t.lowColumns;
  return (
    <section class="part" aria-labelledby="low">
      <h2 id="low">{t.low}</h2>
      <p class="help">{t.lowHelp}</p>
      <LoadState loaded={loaded} />
      {loaded.data.value && variants.length === 0 && <p>{t.noneLow}</p>}
      {variants.length > 0 && (
        <table class="list low-list">
          <caption class="hidden">{t.low}</caption>
          <thead>
            <tr>
              <th scope="col">{c.item}</th>
              <th scope="col" class="wide-column">
                {c.sku}
              </th>
              <th scope="col" class="amount-column">
                {c.stock}
              </th>
            </tr>
          </thead>
          <tbody>
            {variants.map(({ sku, title, productHandle, options, stock }) => (
              <tr key={sku}>
                <th scope="row">
                  <a class="row-link" data-row href={paths.product(productHandle)}>
                    {title}
                  </a>
                  <small>{[options.color, options.size].join(", ")}</small>
                </th>
                <td class="wide-column">
                  <code>{sku}</code>
                </td>
                <td class={stock === 0 ? "amount-column low" : "amount-column"}>{number(stock)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next !== null && <LoadMore loaded={loaded} label={t.more} />}
    </section>
  );
}
