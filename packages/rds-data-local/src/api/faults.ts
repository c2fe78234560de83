import type { ExceptionName } from "./error.ts";
import type { Operation } from "./request.ts";

/** How the next calls fail. Without `exception` and `reset`, the answer is only late. */
export interface Fault {
  /** Answer with this exception. */
  exception?: ExceptionName | (string & {});
  /** Reset the connection, so that the caller gets no answer. */
  reset?: boolean;
  /** Let the call take effect first. Only its answer is lost or replaced. */
  applied?: boolean;
  /** Delay the answer by this many milliseconds. */
  delayMs?: number;
  /** To how many calls it applies; 1 by default. */
  times?: number;
  /** Apply only to calls of this operation. By default it applies to all. */
  operation?: Operation;
}

export interface Faults {
  add(fault: Fault): void;
  /** Takes the fault for a call of this operation. Each fault is taken `times` times. */
  take(operation: Operation): Fault | undefined;
  clear(): void;
}

/** Faults apply to calls in the order in which they were added. */
export function createFaults(): Faults {
  const waiting: (Fault & { times: number })[] = [];

  function take(operation: Operation): Fault | undefined {
    const index = waiting.findIndex((fault) => !fault.operation || fault.operation === operation);
    const fault = waiting[index];
    if (!fault) return undefined;
    fault.times--;
    if (fault.times <= 0) waiting.splice(index, 1);
    return fault;
  }

  return {
    add: (fault) => waiting.push({ ...fault, times: fault.times ?? 1 }),
    take,
    clear: () => waiting.splice(0),
  };
}
