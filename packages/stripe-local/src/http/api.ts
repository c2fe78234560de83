import type { IncomingMessage, ServerResponse } from "node:http";
import { type Account, API_VERSION } from "../api/account.ts";
import { expand } from "../api/expand.ts";
import { findRoute, type Route } from "../api/routes.ts";
import { type Fault, type Faults, wait } from "../control/faults.ts";
import type { Keys } from "../env.ts";
import { newId } from "../state/id.ts";
import { authenticateKey, requireSecret } from "./auth.ts";
import { ApiError, errorAnswer, InvalidParameter } from "./error.ts";
import { parseForm } from "./form.ts";
import type { Answer, Idempotency, KeyedRequest } from "./idempotency.ts";
import { readBody } from "./request.ts";

export interface ApiOptions {
  account: Account;
  keys: Keys;
  faults: Faults;
  idempotency: Idempotency;
  /** Runs the work, with its events, as one change. */
  transact: (request: { id: string; idempotency_key: string | null }, work: () => void) => void;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers requests to `/v1`. */
export function createApi({ account, keys, faults, idempotency, transact }: ApiOptions): Handler {
  return async (request, response) => {
    const { method = "", url = "", headers } = request;
    const requestId = newId("req").slice(0, 18);
    const idempotencyKey = method === "POST" ? first(headers["idempotency-key"]) : undefined;
    const send = ({ status, body }: Answer, more: Record<string, string> = {}) => {
      response.writeHead(status, {
        "content-type": "application/json",
        "request-id": requestId,
        "stripe-version": first(headers["stripe-version"]) ?? API_VERSION,
        "cache-control": "no-cache, no-store",
        ...browsers,
        ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
        ...more,
      });
      response.end(body);
    };
    if (method === "OPTIONS") return void response.writeHead(200, browsers).end();

    let keyed: KeyedRequest | undefined;
    let isSaved = false;
    try {
      const { pathname, search } = new URL(url, "http://localhost");
      const text = method === "GET" ? search.slice(1) : await readBody(request);
      requireForm(request, text);
      const params = parseForm(text);
      const isPublishable = authenticateKey(headers, params, keys);
      const found = findRoute(method, pathname);
      if (!found) throw unknownUrl(method, pathname);
      const { route, id } = found;
      requireSecret(route, isPublishable);

      const fault = faults.take(route.name);
      if (fault?.reset && !fault.applied) return void request.socket.destroy();
      if (fault?.status && fault.status !== 500 && !fault.applied) throw statusError(fault.status);
      if (idempotencyKey !== undefined) {
        checkKey(idempotencyKey);
        const wanted = {
          key: idempotencyKey,
          endpoint: `${method} ${pathname}`,
          parameters: JSON.stringify(params),
        };
        const saved = idempotency.begin(wanted);
        if (saved) return send(saved, { "idempotent-replayed": "true" });
        keyed = wanted;
      }
      // A call that is silent without an effect has it later, so that a test can see a late write.
      if (fault?.applied === false) await wait(fault);

      let answer: Answer & { isValid: boolean } = { ...toAnswer(statusError(500)), isValid: true };
      const call = { account, params, id, isPublishable };
      transact({ id: requestId, idempotency_key: idempotencyKey ?? null }, () => {
        if (!(fault?.status === 500 && !fault.applied)) answer = execute(route, call);
        if (fault?.status && fault.applied)
          answer = { ...toAnswer(statusError(fault.status)), isValid: true };
        if (!keyed || !answer.isValid || (fault?.status && fault.status !== 500)) return;
        idempotency.save(keyed, answer);
        isSaved = true;
      });
      await finish(request, fault);
      // The saved answer would be repeated, so a retry is of no use.
      if (!response.destroyed)
        send(answer, isSaved && answer.status >= 500 ? { "stripe-should-retry": "false" } : {});
    } catch (error) {
      if (!(error instanceof ApiError)) console.error(error);
      const known = error instanceof ApiError ? error : statusError(500);
      send(toAnswer(known), known.headers);
    } finally {
      if (keyed) idempotency.end(keyed);
    }
  };
}

/** Stripe.js calls the API from any page. */
const browsers = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, HEAD, PUT, PATCH, POST, DELETE",
  "access-control-allow-headers":
    "Authorization, Content-Type, Idempotency-Key, Stripe-Version, Stripe-Account",
  "access-control-expose-headers": "Request-Id, Stripe-Should-Retry",
};

function execute({ handle }: Route, call: Parameters<Route["handle"]>[0]): Answer & { isValid: boolean } {
  try {
    return { status: 200, body: JSON.stringify(expand(call, handle(call)), null, 2), isValid: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { ...toAnswer(error), isValid: !(error instanceof InvalidParameter) };
  }
}

async function finish({ socket }: IncomingMessage, fault: Fault | undefined): Promise<void> {
  if (fault && fault.applied !== false) await wait(fault);
  if (fault?.reset) socket.destroy();
}

const toAnswer = (error: ApiError): Answer => ({
  status: error.status,
  body: JSON.stringify(errorAnswer(error), null, 2),
});

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

function checkKey(key: string): void {
  if (key.length <= 255) return;
  throw new ApiError(400, {
    type: "idempotency_error",
    message: `Idempotency keys can have up to 255 characters, but yours has ${key.length}.`,
  });
}

function requireForm({ headers, method }: IncomingMessage, body: string): void {
  if (method === "GET" || body === "") return;
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return;
  throw new ApiError(400, {
    type: "invalid_request_error",
    message:
      "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have questions, we can help at https://support.stripe.com/.",
  });
}

const unknownUrl = (method: string, path: string) =>
  new ApiError(404, {
    type: "invalid_request_error",
    message: `Unrecognized request URL (${method}: ${path}). The emulator has the part of Stripe's API that the shop uses.`,
  });

/** The errors that Stripe answers with by itself: https://docs.stripe.com/error-low-level */
function statusError(status: number): ApiError {
  if (status === 429) {
    return new ApiError(
      429,
      {
        type: "invalid_request_error",
        code: "rate_limit",
        message:
          "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
      },
      { "stripe-rate-limited-reason": "global-rate" },
    );
  }
  if (status === 409) {
    return new ApiError(
      409,
      {
        type: "invalid_request_error",
        code: "idempotency_key_in_use",
        message: "The request conflicts with another request. Please try again later.",
      },
      { "stripe-should-retry": "true" },
    );
  }
  return new ApiError(status, {
    type: "api_error",
    message:
      "An unknown error occurred on Stripe's side. If it occurs again, contact https://support.stripe.com/.",
  });
}
