/** What the person at the keyboard can put right: shown as one line, without a stack. */
export class Trouble extends Error {}

/** Does a piece of work and tells of it: its title, what came of it, and the time it took. */
export type Step = <T>(title: string, work: () => Promise<T>, outcome: (result: T) => string) => Promise<T>;

export const silently: Step = (_title, work) => work();

/** Tells each step in a line as it ends. Steps may run at once. */
export const narrator =
  (write: (line: string) => void): Step =>
  async (title, work, outcome) => {
    const started = performance.now();
    const result = await work();
    const ms = Math.round(performance.now() - started).toLocaleString("en-US");
    write(`  ${title.padEnd(12)} ${outcome(result).padEnd(58)} ${ms.padStart(6)} ms`);
    return result;
  };
