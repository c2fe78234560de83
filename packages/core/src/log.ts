import type { Context } from "./context.ts";
import { embedded, type Metric, tally } from "./metrics.ts";

/**
 * Writes one line to the log. Lambda writes it as JSON and adds the time and the level. Pass IDs and names,
 * but never bodies, tokens, e-mails or postal addresses.
 */
export function log(
  level: "info" | "warn" | "error",
  text: string,
  fields: Record<string, unknown> = {},
): void {
  console[level]({ text, ...fields });
}

/**
 * Writes one line of our own form, with the metrics that CloudWatch shall count. The console would put it into Lambda's envelope, where
 * CloudWatch finds no metrics.
 */
export function write(fields: Record<string, unknown>, metrics: Metric[]): void {
  process.stdout.write(`${JSON.stringify({ ...fields, ...embedded(metrics) })}\n`);
}

/** Writes the line of a scheduled run that has ended well. An alarm starts when these lines stop. */
export function logRun({ requestId, started, calls, counts }: Context, job: string): void {
  const ms = Math.round(performance.now() - started);
  write({ text: "run", requestId, calls: calls.length, ms }, [
    { name: "Runs", by: ["Job", job] },
    ...tally(counts),
  ]);
}

/** An error and its causes as plain data, with the stack of the first cause. */
export function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  return { name, message, ...(cause === undefined ? { stack } : { cause: describe(cause) }) };
}
