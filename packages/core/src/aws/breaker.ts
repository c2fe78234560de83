/** After so many failures on end a call is made once, not repeated: the store does not need more of the same. */
const NO_MORE_RETRIES = 2;
/** After so many it is not called at all, but once a second, to see whether it is well again. */
const OPEN = 10;
const PAUSE_MS = 1_000;

interface State {
  /** Calls that have failed since the last one that was answered. */
  failures: number;
  /** No call is made before, on `performance.now()`'s clock. */
  pausedUntil: number;
}

const states = new Map<string, State>();

const stateOf = (store: string): State => {
  const state = states.get(store) ?? { failures: 0, pausedUntil: 0 };
  states.set(store, state);
  return state;
};

/** Whether to call a store now. In a pause's end it lets one call through, and the next a second later. */
export function mayCall(store: string): boolean {
  const state = stateOf(store);
  const now = performance.now();
  if (state.failures < OPEN) return true;
  if (now < state.pausedUntil) return false;
  state.pausedUntil = now + PAUSE_MS;
  return true;
}

export function answered(store: string): void {
  stateOf(store).failures = 0;
}

export function failed(store: string): void {
  const state = stateOf(store);
  state.failures++;
  if (state.failures === OPEN) state.pausedUntil = performance.now() + PAUSE_MS;
}

/** Whether the SDK may send a command more than once. */
export const mayRepeat = (store: string): boolean => stateOf(store).failures < NO_MORE_RETRIES;
