import { deadline, reasonOf, sleep } from "./deadline.ts";
import { newId } from "./id.ts";
import { clientProblem } from "./problem.ts";

export type Fetch = (request: Request) => Promise<Response>;

export interface Limits {
  /** For a request with all its repetitions. */
  timeoutMs: number;
  /** For one try. The shop answers within 9 s. */
  tryMs: number;
  /** The first pause between two tries. Each further one is twice as long. */
  pauseMs: number;
}

export const LIMITS: Limits = { timeoutMs: 30_000, tryMs: 12_000, pauseMs: 250 };

/** No answer, or one that says that a repetition may succeed. The shop has not made the change, or makes it only once. */
const TEMPORARY = [408, 429, 502, 503, 504];

/**
 * Repeats a request while a repetition can succeed, within its time. Every write has an idempotency key, so it is safe to repeat
 * after a lost answer. Without any answer, the result is a problem of the client. Throws only if the caller aborts.
 */
export function retrying(fetch: Fetch, { timeoutMs, tryMs, pauseMs }: Limits): Fetch {
  return async (request) => {
    if (request.method !== "GET" && !request.headers.has("idempotency-key"))
      request.headers.set("idempotency-key", newId());
    const ends = Date.now() + timeoutMs;
    for (let pause = pauseMs; ; pause *= 2) {
      const { response, isFinal } = await tryOnce(fetch, request, Math.min(tryMs, ends - Date.now()));
      const wait = isFinal ? undefined : waitFor(response, pause);
      if (wait === undefined || Date.now() + wait >= ends) return response;
      await sleep(wait, request.signal);
    }
  };
}

interface Tried {
  response: Response;
  /** Somebody else has answered, and would answer the same again. */
  isFinal: boolean;
}

async function tryOnce(fetch: Fetch, request: Request, ms: number): Promise<Tried> {
  const limit = deadline(ms, request.signal);
  try {
    const response = await fetch(new Request(request.clone(), { signal: limit.signal }));
    // The whole body: a connection can end in the middle of it.
    const body = response.status === 204 || response.status === 304 ? null : await response.text();
    const { status, headers } = response;
    return isOurs(response, body)
      ? { response: new Response(body, { status, headers }), isFinal: false }
      : { response: clientProblem("client.unexpected"), isFinal: !TEMPORARY.includes(status) };
  } catch {
    if (request.signal.aborted) throw reasonOf(request.signal);
    return {
      response: clientProblem(limit.isOver() ? "client.timeout" : "client.offline"),
      isFinal: false,
    };
  } finally {
    limit.end();
  }
}

/** A proxy, a firewall or a network's sign-in page answers with HTML. The shop accepts a mail to send with 202 and no text. */
const isOurs = ({ status, headers }: Response, body: string | null): boolean =>
  status === 204 ||
  status === 304 ||
  (status === 202 && body === "") ||
  /^application\/(problem\+)?json/.test(headers.get("content-type") ?? "");

/** Whether a repetition can help. Nobody knows yet what has become of the request. */
export const isTemporary = ({ status, headers }: Response): boolean =>
  // 409: the first try is still running.
  TEMPORARY.includes(status) || (status === 409 && headers.has("retry-after"));

/** How long to wait before the next try, in ms. Undefined: a repetition cannot help. */
function waitFor(response: Response, pause: number): number | undefined {
  if (!isTemporary(response)) return undefined;
  const after = response.headers.get("retry-after");
  // At random, so that the clients of a shop do not all return at the same moment.
  return Math.max((Number(after) || 0) * 1000, pause * (0.5 + Math.random()));
}
