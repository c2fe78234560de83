/** An error of PostgreSQL's own, by its SQLSTATE (https://www.postgresql.org/docs/17/errcodes-appendix.html). */
export class SqlError extends Error {
  /** Five characters, which the Data API tells nowhere but in its message; empty where it does not. */
  readonly state: string;

  constructor(message: string) {
    // The detail may quote a whole row, with what must not stand in a log.
    super(message.replace(/; Detail: .*?(?=; (?:Hint|Position|SQLState): |$)/s, ""));
    this.name = "SqlError";
    this.state = /SQLState: (\w{5})/.exec(message)?.[1] ?? "";
  }
}
