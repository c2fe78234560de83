/** The queue of events. `stacks/` deploys it, `packages/local` creates it. */
export const eventQueue = {
  /** The most messages that Worker gets at a time. */
  batchSize: 10,
  /** How long Worker may take for them, in seconds. */
  timeoutS: 30,
  /** How long a message stays invisible after it was received, in seconds. AWS asks for six times the function's time-out. */
  visibilityS: 180,
  /** After so many receives without success, a message goes to the dead-letter queue. */
  maxReceives: 5,
} as const;
