import { price } from "../format.ts";

type Money = Parameters<typeof price>[0];

/** The parts of a total, and the total. A part without an amount is not known yet. */
export const Totals = ({
  parts,
  total,
  after,
  isBusy = false,
}: {
  parts: [label: string, amount: Money | string][];
  total: [label: string, amount: Money | string];
  /** What has happened to the total since, such as a refund. */
  after?: [label: string, amount: Money | string] | undefined;
  isBusy?: boolean;
}) => (
  <dl class="totals" aria-busy={isBusy}>
    {parts.map(([label, amount]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{shown(amount)}</dd>
      </div>
    ))}
    <div class="grand">
      <dt>{total[0]}</dt>
      <dd>{shown(total[1])}</dd>
    </div>
    {after && (
      <div>
        <dt>{after[0]}</dt>
        <dd>{shown(after[1])}</dd>
      </div>
    )}
  </dl>
);

const shown = (amount: Money | string): string => (typeof amount === "string" ? amount : price(amount));
