/** The HTTP status of every exception of the service, including those that its model does not list. */
const STATUS = {
  AccessDeniedException: 403,
  BadRequestException: 400,
  DatabaseErrorException: 400,
  DatabaseNotFoundException: 404,
  DatabaseResumingException: 400,
  DatabaseUnavailableException: 504,
  ForbiddenException: 403,
  HttpEndpointNotEnabledException: 400,
  InternalFailure: 500,
  InternalServerErrorException: 500,
  InvalidResourceStateException: 400,
  InvalidSecretException: 400,
  MissingAuthenticationTokenException: 403,
  NotFoundException: 404,
  SecretsErrorException: 400,
  SerializationException: 400,
  ServiceUnavailableError: 503,
  StatementTimeoutException: 400,
  ThrottlingException: 400,
  TransactionNotFoundException: 404,
  UnknownOperationException: 404,
  UnsupportedResultException: 400,
  ValidationException: 400,
} as const;

export type ExceptionName = keyof typeof STATUS;

/** An error of the service, with the name of its exception. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: ExceptionName | (string & {}), message: string) {
    super(message);
    this.name = name;
    this.status = name in STATUS ? STATUS[name as ExceptionName] : 400;
  }
}

/** Converts any error into an error of the service. An unknown error becomes a 500. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const { code, message, hint, position } = error as DatabaseFailure;
  if (isConnectionFailure(error)) {
    return new ServiceError(
      "DatabaseUnavailableException",
      `The database is unavailable: ${message || code}`,
    );
  }
  if (!isSqlState(code)) return new ServiceError("InternalServerErrorException", String(message ?? error));
  // The service's driver names each statement. Here they have no names.
  const text = message?.replace('prepared statement ""', 'prepared statement "sqlx_s_1"');
  // The detail would contain values of the row. AWS omits it.
  const parts = [`ERROR: ${text}`, hint && `Hint: ${hint}`, position && `Position: ${position}`];
  return new ServiceError(
    "DatabaseErrorException",
    [...parts.filter(Boolean), `SQLState: ${code}`].join("; "),
  );
}

/**
 * Whether the connection is lost. Otherwise the database refused a statement, and the connection is usable: SQL can raise any
 * SQLSTATE, but only the server itself reports one as FATAL.
 */
export function isConnectionFailure(error: unknown): boolean {
  if (error instanceof ServiceError) return false;
  const { code, message, severity } = error as DatabaseFailure;
  if (isSqlState(code)) return /^(08|57P0)/.test(code) && severity !== "ERROR";
  return /^E[A-Z]+$/.test(code ?? "") || /terminated|not queryable|timeout exceeded/i.test(message ?? "");
}

interface DatabaseFailure {
  code?: string;
  severity?: string;
  message?: string;
  hint?: string;
  position?: string;
}

function isSqlState(code: string | undefined): code is string {
  return /^[0-9A-Z]{5}$/.test(code ?? "") && !/^E[A-Z]{4}$/.test(code ?? "");
}
