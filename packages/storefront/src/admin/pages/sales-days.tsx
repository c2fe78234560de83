import type { Bar } from "../sales.rules.ts";
import { day, money, number } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.sales;

/** The chart as numbers. Days without orders and refunds are left out. */
export function Days({ bars }: { bars: Bar[] }) {
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
