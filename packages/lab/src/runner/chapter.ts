export interface Plan {
  seed: number;
  /** How often each experiment is repeated. */
  trials: number;
  /** Says what is running now. */
  progress(what: string): void;
  /** Tests break each system once, to see that its invariant notices. */
  broken?: string;
  /** Runs only the systems with these keys. */
  only?: string[];
  /** Runs only these parts of an experiment that has parts. */
  parts?: string[];
}

export type Value = string | number;

export interface Table {
  title: string;
  columns: string[];
  rows: Value[][];
  /** How to read it, in one or two sentences. */
  note?: string;
}

export interface Chart {
  kind: "bars" | "lines";
  title: string;
  /** What it shows, as a sentence: a chart explains itself. */
  says: string;
  x: string;
  y: string;
  series: { name: string; points: [x: Value, y: number][] }[];
  /** A horizontal line with its meaning. */
  limit?: { y: number; name: string };
}

/** An invariant and how often it was violated. A violation is expected of systems that are known to lose. */
export interface Check {
  system: string;
  /** What must hold in every trial. */
  invariant: string;
  trials: number;
  violations: number;
  /** There is nothing else to look at, such as every path of a network: no rate is estimated. */
  isComplete?: boolean;
  /** What the story says: "never" or "happens". "open" where both are possible, because it depends on the moment. */
  expected: "never" | "happens" | "open";
}

/** Makes the checks of a system. */
export const checkOf =
  (system: string) =>
  (invariant: string, trials: number, violations: number, expected: Check["expected"]): Check => ({
    system,
    invariant,
    trials,
    violations,
    expected,
  });

export interface Result {
  tables: Table[];
  charts: Chart[];
  checks: Check[];
  /** What the figures say, also where the usual story is wrong or incomplete. */
  lessons: string[];
  /** What was not measured, and how to get it. */
  missing: string[];
}

export interface Chapter {
  name: string;
  number: number;
  title: string;
  question: string;
  systems: { key: string; name: string; what: string }[];
  experiment: string;
  invariant: string;
  /** The number of trials of the whole lab. Tests use fewer. */
  trials: number;
  run(plan: Plan): Promise<Result>;
}

/** Whether the figures are as the story says. */
export const isAsExpected = ({ violations, expected }: Check): boolean =>
  expected === "open" || violations > 0 === (expected === "happens");
