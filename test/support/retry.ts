import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./client.ts";
import { HANG_MS } from "./timeouts.ts";

/** Whether the shop asks to repeat the request later. */
export const isBusy = ({ status }: Answer): boolean => status === 429 || status === 503;

/** Repeats a request while the shop is busy (429 or 503), as a good client does. Use it for requests that are safe to repeat. */
export async function retryWhileBusy(send: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + HANG_MS;
  for (;;) {
    const answer = await send();
    if (!isBusy(answer) || performance.now() > until) return answer;
    await sleep(100);
  }
}
