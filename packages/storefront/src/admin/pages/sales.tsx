import { api } from "../api.ts";
import { LoadState, useLoaded } from "../parts/load.tsx";
import { address, paths } from "../router.ts";
import { barsOf, daysOf, monthOf, shiftMonth } from "../sales.rules.ts";
import { month as monthName, number, price } from "../say.ts";
import { texts } from "../texts.ts";
import { Chart } from "./sales-chart.tsx";
import { Days } from "./sales-days.tsx";
import { RunningLow } from "./sales-low.tsx";

const t = texts.sales;

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
