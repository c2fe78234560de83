import type { ExceptionName } from "./error.ts";
import type { Operation } from "./request.ts";

/** What is to go wrong with the next calls. Without `exception` and `reset` a call is only late. */
export interface Fault {
  /** Answer with this exception. */
  exception?: ExceptionName | (string & {});
  /** Reset the connection, so that the caller gets no answer. */
  reset?: boolean;
  /** Let the call take effect first, and lose or spoil its answer alone. */
  applied?: boolean;
  /** Answer this much later, in milliseconds. */
  delayMs?: number;
  /** How many calls it meets; 1 unless told. */
  times?: number;
  /** Only calls of this operation; all of them unless told. */
  operation?: Operation;
}

export interface Faults {
  add(fault: Fault): void;
  /** The fault that meets a call of this operation, used up once. */
  next(operation: Operation): Fault | undefined;
  clear(): void;
}

/** Faults in the order in which they were asked for. */
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
