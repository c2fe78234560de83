import { SqlError } from "../aws/postgres.ts";

/** SQLSTATE: a unique key is stored already; a check of the database is violated. */
export const UNIQUE = "23505";
export const CHECK = "23514";

/** No rows if one of these constraints of the database refuses a write: the caller finds the reason. */
export async function noneIfRefused<Row>(writing: Promise<Row[]>, ...states: string[]): Promise<Row[]> {
  try {
    return await writing;
  } catch (error) {
    if (error instanceof SqlError && states.includes(error.state)) return [];
    throw error;
  }
}
