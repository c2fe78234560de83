import type { SalesReport } from "./api.ts";

const DAY_MS = 86_400_000;

export interface Bar {
  /** Such as 2026-11-28. */
  day: string;
  orders: number;
  pieces: number;
  gross: number;
  refunds: number;
  net: number;
}

/** The first and the last day of a month such as `2026-11`. */
export function daysOf(month: string): { from: string; to: string } {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
}

/** The month of a time, in UTC, as the report counts. */
export const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return monthOf(Date.UTC(year, number - 1 + by, 1));
}

/** A bar for each day of the month, also for days without orders, which the report leaves out. */
export function barsOf(month: string, data: SalesReport["data"]): Bar[] {
  const { from, to } = daysOf(month);
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return Array.from({ length: count }, (_, i) => {
    const day = new Date(Date.parse(from) + i * DAY_MS).toISOString().slice(0, 10);
    const row = data.find(({ key }) => key === day);
    return {
      day,
      orders: row?.orders ?? 0,
      pieces: row?.pieces ?? 0,
      gross: row?.gross.amount ?? 0,
      refunds: row?.refunds.amount ?? 0,
      net: row?.net.amount ?? 0,
    };
  });
}

/** A round number that is at least `max`, so that the lines of a chart have short labels. */
export function roundUp(max: number): number {
  if (max <= 0) return 100;
  const power = 10 ** Math.floor(Math.log10(max));
  return ([1, 2, 4, 5, 8, 10].find((one) => one * power >= max) ?? 10) * power;
}
