/** The emulator of Stripe, which the local gateway forwards to. */
const BASE = "/__local/stripe";
const LIMIT_MS = 15_000;

interface Failure {
  type?: string;
  code?: string;
  message?: string;
}

/** What the emulator has answered. Undefined: nothing, so nobody knows what has happened. */
export type Answer = { id: string; status?: string; error?: never } | { error: Failure } | undefined;

/** Sends a form, as Stripe's own script does. */
export async function post(path: string, fields: Record<string, string>): Promise<Answer> {
  const answer = await send(path, new URLSearchParams(fields));
  if (!answer) return undefined;
  const { status, body } = answer;
  const { id, status: state, error } = body as { id?: string; status?: string; error?: Failure };
  if (status >= 500 || status === 429) return undefined;
  if (error) return { error };
  return id === undefined ? undefined : { id, ...(state !== undefined && { status: state }) };
}

/** The shopper's answer to the bank. Returns whether the emulator has it. */
export async function authenticate(intent: string, outcome: "succeeded" | "failed"): Promise<boolean> {
  const answer = await send(`/_control/objects/${intent}/authenticate`, JSON.stringify({ outcome }));
  return answer?.status === 200;
}

async function send(path: string, body: URLSearchParams | string) {
  try {
    const response = await fetch(BASE + path, {
      method: "POST",
      body,
      signal: AbortSignal.timeout(LIMIT_MS),
      ...(typeof body === "string" && { headers: { "content-type": "application/json" } }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  } catch {
    return undefined;
  }
}
