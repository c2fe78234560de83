/** One metric of CloudWatch during a scene. Dimensions have the names that the stacks give: `Api`, `Carts`, `Events`. */
export interface Metric {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  values: number[];
}

/** A filter of a log: it counts the lines whose field has one of the texts. */
export interface Filter {
  namespace: string;
  name: string;
  pattern: string;
}

const sameDimensions = (one: Record<string, string>, other: Record<string, string>): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** Metrics as they arrive. `of` finds one that has at least one value. */
export function createMetrics() {
  const all: Metric[] = [];
  const of = (namespace: string, name: string, dimensions: Record<string, string>) =>
    all.find(
      (one) => one.namespace === namespace && one.name === name && sameDimensions(one.dimensions, dimensions),
    );
  const add = (namespace: string, name: string, dimensions: Record<string, string>, ...values: number[]) => {
    const known = of(namespace, name, dimensions);
    if (known) known.values.push(...values);
    else all.push({ namespace, name, dimensions, values: [...values] });
  };
  return { all, of, add };
}
export type Metrics = ReturnType<typeof createMetrics>;

interface Embedded {
  _aws?: { CloudWatchMetrics?: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  [field: string]: unknown;
}

/** Reads a line of a function's log: metrics in the embedded metric format, and the lines that a filter counts. */
export function readLine(line: string, filters: Filter[], metrics: Metrics): void {
  let record: { message?: unknown } & Embedded;
  try {
    record = JSON.parse(line);
  } catch {
    return;
  }
  const embedded = (record._aws ? record : record.message) as Embedded | undefined;
  for (const { Namespace, Dimensions, Metrics } of embedded?._aws?.CloudWatchMetrics ?? []) {
    for (const names of Dimensions.length > 0 ? Dimensions : [[]]) {
      const dimensions = Object.fromEntries(names.map((name) => [name, String(embedded?.[name])]));
      for (const { Name } of Metrics)
        metrics.add(Namespace, Name, dimensions, ...[embedded?.[Name]].flat().map(Number));
    }
  }
  for (const { namespace, name, pattern } of filters)
    if (matches(record, pattern)) metrics.add(namespace, name, {}, 1);
}

/** The patterns that the stacks use: `{ $.a.b = "text" || $.c = "text" }`. Any other matches nothing. */
export function matches(record: object, pattern: string): boolean {
  const terms = pattern.match(/^\{(.*)\}$/s)?.[1]?.split("||") ?? [];
  return terms.some((term) => {
    const [, path = "", text] = term.trim().match(/^\$\.([\w.]+) = "([^"]*)"$/) ?? [];
    const value = path
      .split(".")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], record);
    return text !== undefined && value === text;
  });
}
