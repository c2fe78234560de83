import { SqlError } from "./sqlerror.ts";

/**
 * The kinds of a store's errors:
 * - `permanent`: the same call fails again. The shop has a bug and answers 500.
 * - `temporary`: a later call may succeed, and the store works. The shop answers 503 with Retry-After.
 * - `outage`: the store does not work. The shop answers 503 with Retry-After, and the breaker counts the failure.
 */
export type Failure = "permanent" | "temporary" | "outage";

/** The exceptions of both stores. The HTTP status decides about all others. */
const FAILURES: Record<string, Failure> = {
  // The request breaks a rule or a limit. The first two also mean that a result has more than 1 MiB.
  BadRequestException: "permanent",
  UnsupportedResultException: "permanent",
  ValidationException: "permanent",
  SerializationException: "permanent",
  UnknownOperationException: "permanent",
  ItemCollectionSizeLimitExceededException: "permanent",
  IdempotentParameterMismatchException: "permanent",
  // Permissions, secrets and resources. The same request succeeds after an operator has corrected them.
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
  // A single call has failed. With the first two, nobody knows whether it was carried out.
  StatementTimeoutException: "temporary",
  TransactionNotFoundException: "temporary",
  TransactionConflictException: "temporary",
  TransactionInProgressException: "temporary",
  ReplicatedWriteConflictException: "temporary",
  // The store has no capacity left. These exceptions have a status below 500.
  ThrottlingException: "outage",
  ProvisionedThroughputExceededException: "outage",
  RequestLimitExceeded: "outage",
  DatabaseUnavailableException: "outage",
};

/** Classifies an error by its SQLSTATE, name or HTTP status. A network error has no status. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof SqlError) return classifySqlState(error.state);
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
 * Full disk or memory, conflicts, locks, cancelled statements, a password that is being rotated, a database that a failover made
 * read-only. Other statements still work.
 */
const TEMPORARY = /^(25006|25P0[34]|28|40|53|55006|55P03|57)/;

function classifySqlState(state: string): Failure {
  if (OUTAGE.test(state)) return "outage";
  return TEMPORARY.test(state) ? "temporary" : "permanent";
}

/**
 * Deadlock, serialization, no free connection, a start or a failover. A lock that did not get free in time (55P03) is missing: a
 * repetition would wait as long again, while nobody waits for its answer.
 */
const UNAPPLIED = ["40001", "40P01", "53300", "57P03", "25006"];

/** Whether a statement outside a transaction certainly changed nothing, so that it is safe to repeat. */
export const changedNothing = (error: unknown): boolean =>
  error instanceof SqlError && UNAPPLIED.includes(error.state);
