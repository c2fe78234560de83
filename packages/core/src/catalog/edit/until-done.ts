import { SqlError } from "../../aws/postgres.ts";
import { Refusal } from "../../refusal.ts";

/** How often a change is tried while others change the same thing. */
const TRIES = 10;

/** PostgreSQL's codes for a SKU that another request has just added, and for a category that it has just deleted. */
const RACES = ["23505", "23503"];

/** Repeats `attempt` while other requests change the same thing. `what`: its name, such as "product". */
export async function untilDone<T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      const done = await attempt();
      if (done) return done;
      if (tries >= TRIES) throw new Refusal("service.unavailable", `Others change this ${what}. Try again.`);
    } catch (error) {
      if (!(error instanceof SqlError && RACES.includes(error.state)) || tries >= TRIES) throw error;
    }
  }
}
