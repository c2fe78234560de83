import { HANG_MS } from "./timeouts.ts";

/** Repeats `work` while the shop is busy, as a client does that gets a 429 or a 503. */
export async function retryBusy<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + HANG_MS;
  for (let wait = 50; ; wait = Math.min(wait * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: string };
      // The same wait again, so that a race has many orders at a time.
      if (code === "checkout.busy") wait = 150;
      else if (code !== "service.unavailable") throw error;
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait * (1 + Math.random())));
    }
  }
}
