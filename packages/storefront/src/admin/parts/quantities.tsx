import type { Signal } from "@preact/signals";
import type { Order } from "../api.ts";

type Line = Order["lines"][number];

interface Props {
  lines: { line: Line; max: number }[];
  chosen: Signal<Record<string, number>>;
  labelOf: (title: string, max: number) => string;
}

const nameOf = ({ title, options }: Line): string => `${title}, ${options.color}, ${options.size}`;

/** How many of each line. */
export const Quantities = ({ lines, chosen, labelOf }: Props) => (
  <ul class="quantities">
    {lines.map(({ line, max }) => (
      <li key={line.sku}>
        <span>
          {line.title}
          <small>{[line.options.color, line.options.size].join(", ")}</small>
        </span>
        <span class="of">
          <input
            type="number"
            inputMode="numeric"
            min={0}
            max={max}
            step={1}
            aria-label={labelOf(nameOf(line), max)}
            value={chosen.value[line.sku] ?? 0}
            onFocus={({ currentTarget }) => currentTarget.select()}
            onInput={({ currentTarget }) => {
              const typed = Math.trunc(Number(currentTarget.value)) || 0;
              chosen.value = { ...chosen.value, [line.sku]: Math.min(max, Math.max(0, typed)) };
            }}
          />
          <span aria-hidden="true">/ {max}</span>
        </span>
      </li>
    ))}
  </ul>
);

/** Everything that can be chosen. */
export const allOf = (lines: { line: Line; max: number }[]): Record<string, number> =>
  Object.fromEntries(lines.map(({ line, max }) => [line.sku, max]));
