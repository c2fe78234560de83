/** A pool of connections. `pg.Pool` is one, and so is the PGlite pool of this package. */
export interface Pool {
  connect(): Promise<Session>;
}

/** One connection, used by one caller at a time. `release(true)` closes it, because its state is unknown. */
export interface Session {
  query(query: Query): Promise<QueryResult>;
  release(destroy?: boolean): void;
  on?(event: "error", listener: (error: Error) => void): unknown;
}

/** An unnamed statement, so that nothing stays prepared on the connection. Values are sent as text. */
export interface Query {
  text: string;
  values: (string | null)[];
  rowMode: "array";
  queryMode: "extended";
  types: { getTypeParser: () => (text: string) => string };
}

export interface QueryResult {
  /** The command tag's first word: SELECT, INSERT, ROLLBACK … */
  command: string;
  rowCount: number | null;
  fields: Field[];
  rows: (string | null)[][];
}

export interface Field {
  name: string;
  tableID: number;
  columnID: number;
  dataTypeID: number;
  dataTypeModifier: number;
}

const asText = { getTypeParser: () => (text: string) => text };

/** A query whose result has each value in PostgreSQL's text form. */
export function query(text: string, values: (string | null)[] = []): Query {
  return { text, values, rowMode: "array", queryMode: "extended", types: asText };
}
