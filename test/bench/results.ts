import { type Cell, errorsOf } from "./measure.ts";

/** What a cell comes to: medians of its rounds. */
export interface Row {
  title: string;
  clients: number;
  target: Cell["target"];
  rate: number;
  /** ms. */
  p50: number;
  p99: number;
  cpuMs: number;
  /** How many times the rate of bare Hono (for an instance, of bare Hono as a handler), and of the SDK alone. */
  ofFloor: number;
  ofCeiling: number;
  aims: { of: "floor" | "ceiling"; least: number; met: boolean }[];
  /** Empty, or why the cell does not count. */
  invalid: string;
}

export function results(cells: Cell[]): Row[] {
  return cells.map((cell) => {
    const { operation, clients, target, rounds } = cell;
    const reference = (name: Cell["target"]) =>
      cells.find((one) => one.operation === operation && one.clients === clients && one.target === name);
    const of = {
      floor: ratio(cell, reference(target === "door" ? "bare" : "floor")),
      ceiling: ratio(cell, reference("ceiling")),
    };
    const invalid = errorsOf(rounds);
    return {
      title: operation.title,
      clients,
      target,
      rate: median(rounds.map(({ rate }) => rate)),
      p50: median(rounds.map(({ p50 }) => p50)),
      p99: median(rounds.map(({ p99 }) => p99)),
      cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
      ofFloor: of.floor,
      ofCeiling: of.ceiling,
      aims: operation.aims
        .filter((aim) => aim.target === target)
        .map(({ of: what, least }) => ({ of: what, least, met: !invalid && of[what] >= least })),
      invalid,
    };
  });
}

/** Of each round by itself: what slowed a round down slowed both. */
const ratio = ({ rounds }: Cell, other: Cell | undefined): number =>
  median(rounds.map(({ rate }, i) => rate / (other?.rounds[i]?.rate ?? Number.NaN)));

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length - 1 - middle], sorted[middle]];
  return (low + high) / 2;
}
