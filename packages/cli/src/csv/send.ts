import { progressLine } from "@myclothes/local/progress";
import { UserError } from "@myclothes/local/report";
import type { Output } from "../command.ts";
import type { Rejected } from "./lines.ts";

/** Requests at a time: enough to hide their latency, and few enough that shoppers notice nothing. */
const AT_ONCE = 4;

/**
 * Sends every item, shows the progress, and returns the number of accepted items and what was rejected. `send` returns the reason
 * of a rejection, or throws a UserError if the shop does not answer. Then the rest is not sent: each item would wait as long.
 */
export async function sendAll<T extends { line: number }>(
  unit: string,
  items: T[],
  io: Output,
  send: (item: T) => Promise<string | undefined>,
): Promise<{ accepted: number; rejected: Rejected[] }> {
  const rejected: Rejected[] = [];
  const progress = progressLine({ isTTY: io.isTTY, write: (text) => process.stderr.write(text) }, unit);
  const queue = items.values();
  let done = 0;
  let isAway = false;
  const work = async () => {
    for (const item of queue) {
      const reason = isAway ? "was not sent, because the shop does not answer" : await reasonOf(item);
      if (reason !== undefined) rejected.push({ line: item.line, reason });
      progress.show({ done: ++done, of: items.length, before: 0 });
    }
  };
  const reasonOf = async (item: T) => {
    try {
      return await send(item);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      isAway = true;
      return `may have been stored: ${error.message}`;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work)).finally(() => {
    isAway = true;
    progress.end();
  });
  return { accepted: items.length - rejected.length, rejected };
}

/** Prints what was rejected, and returns whether everything was accepted. */
export function report(
  io: Output,
  { accepted, rejected }: { accepted: string; rejected: Rejected[] },
): boolean {
  for (const { line, reason } of rejected.sort((one, other) => one.line - other.line))
    io.error(`line ${line}: ${reason}`);
  io.out(
    `${accepted} ${rejected.length === 0 ? "No line was rejected." : `${rejected.length} rejected: see above. Correct them, and import the file again.`}`,
  );
  return rejected.length === 0;
}

/** "1 product", "2 products". */
export const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
