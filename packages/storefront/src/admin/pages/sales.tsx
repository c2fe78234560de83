import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api, type StockReport } from "../api.ts";
import { CURRENCY } from "../money.rules.ts";
import { LoadState, useLoaded } from "../parts/load.tsx";
import { address, paths } from "../router.ts";
import { type Bar, barsOf, daysOf, monthOf, roundUp, shiftMonth } from "../sales.rules.ts";
import { day, month as monthName, number, price } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.sales;
const money = (amount: number) => price({ amount, currency: CURRENCY });

/** The sales of a month, and the variants that are running low. The month is in the address. */
export function SalesPage() {
  const asked = new URLSearchParams(address.value.query).get("month");
  const month = asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : monthOf(Date.now());
  return (
    <div class="content">
      <div class="head">
        <h1>{t.title}</h1>
        <nav class="months" aria-label={t.month}>
          <a href={hrefOf(shiftMonth(month, -1))} aria-label={t.previous}>
            ←
          </a>
          <strong>{monthName(`${month}-01`)}</strong>
          {month < monthOf(Date.now()) ? (
            <a href={hrefOf(shiftMonth(month, 1))} aria-label={t.next}>
              →
            </a>
          ) : (
            <span aria-hidden="true" />
          )}
        </nav>
      </div>
      <Month key={month} month={month} />
      <RunningLow />
    </div>
  );
}

const hrefOf = (month: string): string =>
  month === monthOf(Date.now()) ? paths.sales : `${paths.sales}?month=${month}`;

function Month({ month }: { month: string }) {
  const loaded = useLoaded(
    () => api.GET("/admin/v1/reports/sales", { params: { query: { ...daysOf(month), by: "day" } } }),
    [],
  );
  const report = loaded.data.value;
  if (!report) return <LoadState loaded={loaded} />;
  const { total } = report;
  const bars = barsOf(month, report.data);
  const c = t.columns;
  const totals = [
    [c.orders, number(total.orders)],
    [c.pieces, number(total.pieces)],
    [c.gross, price(total.gross)],
    [c.refunds, price(total.refunds)],
    [c.net, price(total.net)],
  ];
  return (
    <>
      <dl class="totals">
        {totals.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="two report">
        <Chart month={month} bars={bars} />
        <div class="days-place">
          <Days bars={bars} />
        </div>
      </div>
      <p class="help">{t.utc}</p>
    </>
  );
}

const HEIGHT = 280;
const LEFT = 64;
const BOTTOM = 28;
const TOP = 12;
/** Lines of the chart above its ground. */
const STEPS = 4;

/** One bar for each day, drawn in the width that there is. The table beside it says the same. */
function Chart({ month, bars }: { month: string; bars: Bar[] }) {
  const place = useRef<HTMLDivElement>(null);
  const width = useSignal(640);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) width.value = Math.max(240, Math.round(entry.contentRect.width));
    });
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const max = roundUp(Math.max(...bars.map(({ gross }) => gross)));
  const step = (width.value - LEFT) / bars.length;
  const y = (amount: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - amount / max);
  // Fewer labels on narrow screens.
  const every = step < 14 ? 7 : step < 22 ? 5 : 2;
  const isEmpty = bars.every(({ gross }) => gross === 0);
  return (
    <div class="chart" ref={place}>
      <svg width={width.value} height={HEIGHT} role="img" aria-label={t.chart(monthName(`${month}-01`))}>
        {Array.from({ length: STEPS + 1 }, (_, i) => (max / STEPS) * i).map((amount) => (
          <g key={amount}>
            <line class="grid-line" x1={LEFT} x2={width.value} y1={y(amount)} y2={y(amount)} />
            <text class="label end" x={LEFT - 8} y={y(amount) + 4}>
              {money(amount).replace(/\.00$/, "")}
            </text>
          </g>
        ))}
        {bars.map((bar, i) => (
          <g key={bar.day}>
            <rect
              class="bar"
              x={LEFT + i * step + step * 0.15}
              width={step * 0.7}
              y={y(bar.gross)}
              height={y(0) - y(bar.gross)}
            >
              <title>{t.bar(day(bar.day), money(bar.gross), bar.orders)}</title>
            </rect>
            {i % every === 0 && (
              <text class="label middle" x={LEFT + (i + 0.5) * step} y={HEIGHT - 8}>
                {i + 1}
              </text>
            )}
          </g>
        ))}
      </svg>
      {isEmpty && <p class="chart-empty">{t.empty}</p>}
    </div>
  );
}

/** The same as numbers. Days without orders and refunds are left out. */
function Days({ bars }: { bars: Bar[] }) {
  const c = t.columns;
  const shown = bars.filter(({ orders, refunds }) => orders > 0 || refunds > 0);
  if (shown.length === 0) return null;
  return (
    <table class="list days">
      <caption class="hidden">{t.table}</caption>
      <thead>
        <tr>
          <th scope="col">{c.day}</th>
          {[c.orders, c.pieces, c.gross, c.refunds, c.net].map((name) => (
            <th key={name} scope="col" class="amount-column">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((bar) => (
          <tr key={bar.day}>
            <th scope="row">{day(bar.day)}</th>
            <td class="amount-column">{number(bar.orders)}</td>
            <td class="amount-column">{number(bar.pieces)}</td>
            <td class="amount-column">{money(bar.gross)}</td>
            <td class="amount-column">{money(bar.refunds)}</td>
            <td class="amount-column">{money(bar.net)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

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

function RunningLow() {
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
      {next !== null && (
        <button
          type="button"
          class="button quiet"
          aria-busy={loaded.isLoading.value}
          onClick={() => !loaded.isLoading.value && void loaded.reload()}
        >
          {loaded.isLoading.value ? texts.loading : t.more}
        </button>
      )}
    </section>
  );
}
