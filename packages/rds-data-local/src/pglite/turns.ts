// Apart from the pool, because the types of PGlite need those of Emscripten, which users do not have.
import type { Pool, Session } from "../session/pool.ts";

/** Who uses the session. What one user sets in it does not reach another one. */
export type User = "api" | `socket ${number}`;

export interface TurnPool extends Pool {
  /** Waits for the session. The API is the user by default. */
  connect(user?: User): Promise<Session>;
}
