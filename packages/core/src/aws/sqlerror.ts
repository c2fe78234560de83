/** An error of PostgreSQL (https://www.postgresql.org/docs/17/errcodes-appendix.html). */
export class SqlError extends Error {
  /** The SQLSTATE: five characters. The Data API puts it into the message. Empty: the message has none. */
  readonly state: string;
  /** The violated constraint's name, from the message. Empty: the message names none. */
  readonly constraint: string;

  constructor(message: string) {
    // The detail may quote a whole row, and personal data must not reach the log.
    super(message.replace(/; Detail: .*?(?=; (?:Hint|Position|SQLState): |$)/s, ""));
    this.name = "SqlError";
    this.state = /SQLState: (\w{5})/.exec(message)?.[1] ?? "";
    this.constraint = / constraint "([^"]+)"/.exec(this.message)?.[1] ?? "";
  }
}

/** The error of PostgreSQL that another one was made of. */
export function sqlErrorOf(error: unknown): SqlError | undefined {
  if (error instanceof SqlError) return error;
  return error instanceof Error && error.cause !== undefined ? sqlErrorOf(error.cause) : undefined;
}
