export interface Deadline {
  signal: AbortSignal;
  /** Whether the time is over. False if the caller has aborted. */
  isOver(): boolean;
  end(): void;
}

/** A signal that aborts after `ms`, or when `caller` does. `AbortSignal.any` and `timeout` do not exist on every platform. */
export function deadline(ms: number, caller: AbortSignal): Deadline {
  const controller = new AbortController();
  let over = false;
  const timer = setTimeout(() => {
    over = true;
    controller.abort();
  }, ms);
  const abort = () => controller.abort();
  if (caller.aborted) abort();
  caller.addEventListener("abort", abort);
  const end = () => {
    clearTimeout(timer);
    caller.removeEventListener("abort", abort);
  };
  return { signal: controller.signal, isOver: () => over, end };
}

/** Not every platform has `reason`. */
export const reasonOf = (signal: AbortSignal): unknown =>
  signal.reason ?? new Error("The request was aborted.");

/** Waits, or throws the signal's reason as soon as it aborts. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(reasonOf(signal));
    const abort = () => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal.addEventListener("abort", abort);
  });
