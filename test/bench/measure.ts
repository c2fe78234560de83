import { errorsOf, type Load, load, median } from "./load.ts";
import type { Operation } from "./operations.ts";
import { type Name, type Target, titles } from "./targets.ts";

export interface Plan {
  operations: Operation[];
  targets: Target[];
  clients: number;
  seconds: number;
  rounds: number;
}

/** One operation at one target. The figures are medians of the rounds. */
export interface Row extends Omit<Load, "requests" | "errors"> {
  title: string;
  target: Name;
  /** The reached ratios to other targets, with their least allowed value. */
  aims: string[];
  /** The store calls of one request, as they were recorded. */
  calls: string;
  /** The errors, if the figures do not count. */
  invalid: string;
}

interface Cell {
  operation: Operation;
  target: Target;
  rounds: Load[];
}

/** In each round the targets of one operation follow each other directly: what slows the machine slows all that is compared. */
export async function measure({ operations, targets, clients, seconds, rounds }: Plan): Promise<Row[]> {
  const cells = operations.flatMap((operation) =>
    targets
      .filter(
        ({ name }) => operation.only?.includes(name) ?? (name !== "ceiling" || !isPublicRead(operation)),
      )
      .map((target): Cell => ({ operation, target, rounds: [] })),
  );
  console.error("      warming up");
  for (const cell of cells) await once(cell, clients, 1);
  for (let round = 1; round <= rounds; round++) {
    for (const cell of cells) {
      const result = await once(cell, clients, seconds);
      cell.rounds.push(result);
      const outcome = errorsOf([result]) || `${result.rate.toFixed(0)}/s`;
      console.error(`${round}/${rounds}  ${cell.operation.title}, ${titles[cell.target.name]}: ${outcome}`);
    }
  }
  return cells.map((cell) => rowOf(cell, cells));
}

/** The shop answers it from memory, so there are no calls that the SDK could make alone. */
export const isPublicRead = ({ scenarios }: Operation): boolean =>
  Object.values(scenarios).every(({ calls }) => calls.length === 0);

/** Answers a second to prepare for: at least so many, and twice the best rate so far. */
const LEAST = 500;
const best = new Map<string, number>();

async function once({ operation, target }: Cell, clients: number, seconds: number): Promise<Load> {
  const { name, url } = target;
  const key = `${operation.title} ${name}`;
  // Bare Hono changes nothing, so it can have the same requests again and again.
  const isBare = name === "bare" || name === "floor";
  const answers = isBare ? clients : Math.max(LEAST, (best.get(key) ?? 0) * 2) * seconds;
  const prepared = await operation.prepare(clients, Math.ceil(answers));
  const source = (client: number) => {
    const given = prepared(client);
    return isBare && typeof given === "function" ? (given() ?? {}) : given;
  };
  const result = await load({ url, clients, seconds, status: operation.status, source });
  best.set(key, Math.max(result.rate, best.get(key) ?? 0));
  return result;
}

function rowOf({ operation, target, rounds }: Cell, cells: Cell[]): Row {
  const invalid = errorsOf(rounds);
  const aims = operation.aims.filter((aim) => aim.target === target.name);
  // Of each round by itself: what slows a round slows both rates.
  const ratio = (name: Name) => {
    const other = cells.find((cell) => cell.operation === operation && cell.target.name === name);
    return median(rounds.map(({ rate }, i) => rate / (other?.rounds[i]?.rate ?? Number.NaN)));
  };
  return {
    title: operation.title,
    target: target.name,
    rate: median(rounds.map(({ rate }) => rate)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    aims: aims.map(({ of, least }) => {
      const reached = ratio(of);
      const verdict = !invalid && reached >= least ? "met" : "**missed**";
      return `${target.name} ${reached.toFixed(2)} (${least}) ${verdict}`;
    }),
    calls: callsOf(operation),
    invalid,
  };
}

/** Such as `2 + 1`: to DynamoDB, and to the Data API. */
function callsOf({ scenarios }: Operation): string {
  const [calls = []] = Object.values(scenarios).map((scenario) => scenario.calls);
  const dataApi = calls.filter(({ command }) => command === "ExecuteStatementCommand").length;
  return `${calls.length - dataApi} + ${dataApi}`;
}

export const milliseconds = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
