import type { Context } from "../context.ts";
import { sha256 } from "../hash.ts";
import { log } from "../log.ts";
import { Refusal } from "../refusal.ts";

/** Logs the outcome of a sign-in attempt. The line has a hash of the e-mail. */
export async function logAttempt<T>(
  ctx: Context,
  { login, address }: { login: string; address: string | undefined },
  attempt: () => Promise<T>,
): Promise<T> {
  const write = (outcome: string) =>
    log("info", "sign-in", {
      requestId: ctx.requestId,
      outcome,
      account: sha256(login).slice(0, 16),
      address: address ?? "unknown",
    });
  try {
    const result = await attempt();
    write("signed_in");
    return result;
  } catch (error) {
    write(outcomeOf(error));
    throw error;
  }
}

function outcomeOf(error: unknown): string {
  const code = error instanceof Refusal ? error.code : undefined;
  if (code === "session.bad_credentials") return "bad_credentials";
  if (code === "session.too_many_attempts") return "too_many_attempts";
  return code === "service.unavailable" ? "unavailable" : "failed";
}
