/**
 * Waits `ms` for `work`, then rejects with `timedOut()`. The work itself goes on: a caller that can stop it does so in
 * `timedOut`.
 */
export async function withTimeout<T>(work: Promise<T>, ms: number, timedOut: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut()), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    // A pending timer costs more than a whole store call.
    clearTimeout(timer);
  }
}
