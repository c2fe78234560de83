import { SqlError } from "./sqlerror.ts";

/**
 * What an error of a store means:
 * - `permanent`: the same call fails again. It is a fault of ours: 500.
 * - `temporary`: a later call may succeed, and the store itself answers: 503 with Retry-After.
 * - `outage`: the store does not work: 503 with Retry-After, and it counts for the circuit breaker.
 */
export type Failure = "permanent" | "temporary" | "outage";

/** The exceptions of both stores. Each one that is missing here is judged by its HTTP status. */
const FAILURES: Record<string, Failure> = {
  // The request breaks a rule or a limit. The Data API refuses a result of more than 1 MiB by the first two.
  BadRequestException: "permanent",
  UnsupportedResultException: "permanent",
  ValidationException: "permanent",
  SerializationException: "permanent",
  UnknownOperationException: "permanent",
  ItemCollectionSizeLimitExceededException: "permanent",
  IdempotentParameterMismatchException: "permanent",
  // Permissions, secrets and resources. An operator changes them, and the same request succeeds.
  AccessDeniedException: "temporary",
  ForbiddenException: "temporary",
  UnrecognizedClientException: "temporary",
  ExpiredTokenException: "temporary",
  MissingAuthenticationTokenException: "temporary",
  InvalidSignatureException: "temporary",
  InvalidSecretException: "temporary",
  SecretsErrorException: "temporary",
  HttpEndpointNotEnabledException: "temporary",
  InvalidResourceStateException: "temporary",
  DatabaseNotFoundException: "temporary",
  NotFoundException: "temporary",
  ResourceNotFoundException: "temporary",
  // One call has failed, for a reason of its own. Of the first two nobody knows whether it was carried out.
  StatementTimeoutException: "temporary",
  TransactionNotFoundException: "temporary",
  TransactionConflictException: "temporary",
  TransactionInProgressException: "temporary",
  ReplicatedWriteConflictException: "temporary",
  // The store has no capacity left. These have a status below 500.
  ThrottlingException: "outage",
  ProvisionedThroughputExceededException: "outage",
  RequestLimitExceeded: "outage",
  DatabaseUnavailableException: "outage",
};

/** Judges an error by its SQLSTATE, its name or its HTTP status. An error without a status is one of the network. */
export function failureOf(error: unknown): Failure {
  if (error instanceof SqlError) return ofState(error.state);
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const known = name === undefined ? undefined : FAILURES[name];
  if (known) return known;
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 413) return "permanent";
  return status >= 400 && status < 500 && ![408, 429].includes(status) ? "temporary" : "outage";
}

/** https://www.postgresql.org/docs/17/errcodes-appendix.html: connections, shutdown, failures of the system. */
const OUTAGE = /^(08|53300|57P|58)/;
/**
 * A full disk or memory, conflicts, locks, cancelled statements, a password that is being rotated, and a database that became read-only in
 * a failover. Other statements still work.
 */
const TEMPORARY = /^(25006|25P0[34]|28|40|53|55006|55P03|57)/;

function ofState(state: string): Failure {
  if (OUTAGE.test(state)) return "outage";
  return TEMPORARY.test(state) ? "temporary" : "permanent";
}

/** Deadlock, serialization, a lock, no free connection, a start or a failover: the statement did nothing. */
const UNDONE = ["40001", "40P01", "55P03", "53300", "57P03", "25006"];

/** Whether a statement outside a transaction certainly changed nothing, so that it is safe to repeat, and worth it. */
export const didNothing = (error: unknown): boolean =>
  error instanceof SqlError && UNDONE.includes(error.state);
