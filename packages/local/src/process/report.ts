/** An error that the user can put right. It is shown as one line, without a stack. */
export class UserError extends Error {}

/** The text with exactly one full stop at its end. */
export const sentence = (text: string) => text.replace(/[.\s]*$/, ".");

/** Reports a finished step: its title, its outcome, and how long it took. */
export type Report = (title: string, outcome: string, ms: number) => void;

export const noReport: Report = () => {};

/** Writes one line for each step. */
export const reportLines =
  (write: (line: string) => void): Report =>
  (title, outcome, ms) =>
    write(
      `  ${title.padEnd(12)} ${outcome.padEnd(52)} ${Math.round(ms).toLocaleString("en-US").padStart(6)} ms`,
    );

/** Does a step and reports it. */
export async function reportStep<T>(
  report: Report,
  title: string,
  work: () => Promise<T>,
  outcome: (result: T) => string,
): Promise<T> {
  const started = performance.now();
  const result = await work();
  report(title, outcome(result), performance.now() - started);
  return result;
}
