import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Bar, roundUp } from "../sales.rules.ts";
import { day, money, month as monthName } from "../say.ts";
import { texts } from "../texts.ts";

const t = texts.sales;
const HEIGHT = 280;
const LEFT = 64;
const BOTTOM = 28;
const TOP = 12;
/** Lines of the chart above its ground. */
const STEPS = 4;

/** One bar for each day, drawn in the width that there is. The table beside it says the same. */
export function Chart({ month, bars }: { month: string; bars: Bar[] }) {
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
