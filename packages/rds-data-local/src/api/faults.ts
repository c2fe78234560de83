import type { ExceptionName } from "./error.ts";
import type { Operation } from "./request.ts";

/** How the next calls fail. Without `exception` and `reset` a call is only late. */
export interface Fault {
  /** Answer with this exception. */
  exception?: ExceptionName | (string & {});
  /** Reset the connection, so that the caller gets no answer. */
  reset?: boolean;
  /** Let the call take effect first, and lose or spoil only its answer. */
  applied?: boolean;
  /** Answer this much later, in milliseconds. */
  delayMs?: number;
  /** How many calls it meets, 1 unless given. */
  times?: number;
  /** Only calls of this operation. Without it, calls of every operation. */
  operation?: Operation;
}

export interface Faults {
  add(fault: Fault): void;
  /** The fault that a call of this operation meets. It counts as used once more. */
  next(operation: Operation): Fault | undefined;
  clear(): void;
}

/** Faults meet calls in the order in which they were added. */
export function createFaults(): Faults {
  const waiting: (Fault & { times: number })[] = [];

  function next(operation: Operation): Fault | undefined {
    const place = waiting.findIndex((fault) => !fault.operation || fault.operation === operation);
    const fault = waiting[place];
    if (!fault) return undefined;
    fault.times--;
    if (fault.times <= 0) waiting.splice(place, 1);
    return fault;
  }

  return {
    add: (fault) => waiting.push({ ...fault, times: fault.times ?? 1 }),
    next,
    clear: () => waiting.splice(0),
  };
}
