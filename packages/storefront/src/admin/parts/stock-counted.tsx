import { clock, number } from "../say.ts";
import { type Counted, signed } from "../stock.rules.ts";
import { texts } from "../texts.ts";

const t = texts.stock;

/** What was saved, the newest first. */
export function CountedList({ counted }: { counted: Counted[] }) {
  const c = t.columns;
  return (
    <section aria-labelledby="counted">
      <h2 id="counted">{t.done}</h2>
      {counted.length === 0 ? (
        <p class="help">{t.nothing}</p>
      ) : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{c.time}</th>
              <th scope="col">{c.item}</th>
              <th scope="col" class="amount-column">
                {c.before}
              </th>
              <th scope="col" class="amount-column">
                {c.after}
              </th>
              <th scope="col" class="amount-column">
                {c.change}
              </th>
            </tr>
          </thead>
          <tbody>
            {counted.map((one) => (
              <tr key={one.number}>
                <td>
                  <small>{clock(one.at)}</small>
                </td>
                <th scope="row">
                  {one.sku}
                  <small>{[one.title, one.options, one.reason].filter(Boolean).join(", ")}</small>
                </th>
                <td class="amount-column">{number(one.before)}</td>
                <td class="amount-column">{number(one.after)}</td>
                <td class="amount-column">{signed(one.after - one.before)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
