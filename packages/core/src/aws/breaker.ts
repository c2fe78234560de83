/** A circuit breaker for each store, by the number of failed calls since the last answered one. */

/** From this number on, the SDK sends a command once: repeated calls would add to the store's trouble. */
const NO_RETRY_FAILURES = 2;
/** From this number on, a store gets one call a second, which shows whether it works again. */
const OPEN_FAILURES = 10;
const PAUSE_MS = 1_000;

interface State {
  failures: number;
  /** On `performance.now()`'s clock. */
  pausedUntil: number;
}

const states = new Map<string, State>();

const stateOf = (store: string): State => {
  const state = states.get(store) ?? { failures: 0, pausedUntil: 0 };
  states.set(store, state);
  return state;
};

/** Whether a store may be called now. Admitting a call to a failing store starts a new pause. */
export function admitCall(store: string): boolean {
  const state = stateOf(store);
  const now = performance.now();
  if (state.failures < OPEN_FAILURES) return true;
  if (now < state.pausedUntil) return false;
  state.pausedUntil = now + PAUSE_MS;
  return true;
}

export function recordSuccess(store: string): void {
  stateOf(store).failures = 0;
}

export function recordFailure(store: string): void {
  const state = stateOf(store);
  state.failures++;
  if (state.failures === OPEN_FAILURES) state.pausedUntil = performance.now() + PAUSE_MS;
}

/** Whether the SDK may send a command more than once. */
export const allowsRetry = (store: string): boolean => stateOf(store).failures < NO_RETRY_FAILURES;
