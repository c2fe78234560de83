import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "@myclothes/local/report";

/** What every step of a restore gets. */
export interface Steps {
  /** Shows progress. */
  report(text: string): void;
  /** How long to wait between two looks. */
  pauseMs: number;
}

/** A restore of a large database takes hours. */
const LIMIT_MS = 12 * 60 * 60 * 1_000;

/** Looks until `look` returns something. `look` returns undefined as long as the resource is not ready, or throws. */
export async function waitFor<T>(
  { report, pauseMs }: Steps,
  what: string,
  look: () => Promise<{ ready: T } | { status: string }>,
): Promise<T> {
  let shown = "";
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(pauseMs)) {
    const seen = await look();
    if ("ready" in seen) return seen.ready;
    if (seen.status !== shown) report(`${what}: ${seen.status}`);
    shown = seen.status;
  }
  throw new UserError(
    `${what} is not ready after 12 hours. Look at it in AWS's console, then repeat this command.`,
  );
}

/** The result, or undefined if the resource does not exist. */
export const unlessMissing = <T>(result: Promise<T>, ...names: string[]): Promise<T | undefined> =>
  result.catch((error: Error) => {
    if (names.includes(error.name)) return undefined;
    throw error;
  });

/** Tags that AWS sets itself cannot be copied. */
export const ownTags = <T extends { Key?: string | undefined }>(tags: T[] = []): T[] =>
  tags.filter(({ Key }) => !Key?.startsWith("aws:"));
