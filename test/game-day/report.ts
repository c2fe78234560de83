import { plain } from "../support/markdown.ts";
import type { Verdict } from "./alarms.ts";
import type { Seen } from "./shoppers.ts";

export interface Result {
  title: string;
  seen: Seen;
  checked: { carts: number; orders: number; lost: string[] };
  verdicts: ({ name: string } & Verdict)[];
}

/** The whole day as a table, and below it what was lost and which alarms this run cannot calculate. */
export function report(results: Result[], seconds: number, shoppers: number): string {
  const head = [
    "incident",
    "requests",
    "failed",
    "gave up",
    "orders",
    "carts checked",
    "lost",
    "alarms that start, if it lasts",
  ];
  const rows = results.map(({ title, seen, checked, verdicts }) => [
    title,
    String(seen.requests),
    failuresOf(seen) || "none",
    String(seen.gaveUp),
    String(seen.orders),
    String(checked.carts),
    String(checked.lost.length),
    verdicts.flatMap(startOf).join(", ") || "none",
  ]);
  const lost = results.flatMap(({ title, checked }) => checked.lost.map((one) => `  ${title}: ${one}`));
  const [first] = results;
  const unknown =
    first?.verdicts.flatMap((one) => (one.state === "not computable" ? [`  ${one.name}: ${one.why}`] : [])) ??
    [];
  return [
    `${shoppers} shoppers for ${seconds} s in each incident. A client repeats 0 (lost connection), 429 and 5xx three times. SlowAnswers also starts when this machine is busy: compare it with the first line.`,
    plain([head, ...rows]),
    lost.length > 0
      ? `LOST:\n${lost.join("\n")}`
      : "Nothing was lost: every cart and order is as it was acknowledged, and every event is handled.",
    `Alarms that this run cannot calculate:\n${unknown.join("\n") || "  none"}`,
  ].join("\n\n");
}

const failuresOf = ({ statuses }: Seen): string =>
  Object.entries(statuses)
    .filter(([status]) => Number(status) === 0 || Number(status) >= 400)
    .map(([status, count]) => `${count} × ${status}`)
    .join(", ");

const startOf = (one: Result["verdicts"][number]): string[] =>
  one.state === "starts"
    ? [`${one.name} after ${one.minutes} min (${Number(one.value.toPrecision(3))})`]
    : [];
