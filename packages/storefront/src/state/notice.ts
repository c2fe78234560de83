import type { CartResult } from "@myclothes/client";
import { signal } from "@preact/signals";
import { texts } from "../texts.ts";

/** A sentence that screen readers speak. Nothing shows it. */
export const spoken = signal("");

/** A sentence for everyone, until it is closed or the next one comes. */
export const notice = signal<string | null>(null);

/** Tells how a change of the cart ended. */
export function say({ data, error }: CartResult): void {
  if (error) notice.value = messageOf(error);
  else spoken.value = texts.bag.spoken(data.itemCount);
}

const messages: Record<string, string> = texts.problems;

/** A sentence for a problem of the API, in the words of the page where it has any. */
export const messageOf = ({ code, detail }: { code: string; detail: string }): string =>
  messages[code] ?? detail;
