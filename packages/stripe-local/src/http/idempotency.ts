import type { Store } from "../state/store.ts";
import { ApiError } from "./error.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Whether a key is still known: https://docs.stripe.com/api/idempotent_requests */
export const isRecent = (at: number, now: number): boolean => now - at < DAY_MS;

export interface KeyedRequest {
  key: string;
  /** Its method and path. */
  endpoint: string;
  /** Its parameters, as one text. */
  parameters: string;
}

export interface Answer {
  status: number;
  body: string;
}

export interface Idempotency {
  /**
   * The saved answer of the first request, if there is one. Otherwise the key is locked until `end`. Throws for a misused key.
   */
  begin(request: KeyedRequest): Answer | undefined;
  /** Saves the answer. */
  save(request: KeyedRequest, answer: Answer): void;
  end(request: KeyedRequest): void;
}

export function createIdempotency(store: Store, now: () => number): Idempotency {
  const inProgress = new Set<string>();

  function begin({ key, endpoint, parameters }: KeyedRequest): Answer | undefined {
    if (inProgress.has(key)) {
      throw new ApiError(
        409,
        {
          // https://github.com/beam-community/stripity-stripe/issues/564
          type: "invalid_request_error",
          code: "idempotency_key_in_use",
          message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        },
        { "stripe-should-retry": "true" },
      );
    }
    const saved = store.answers.get(key);
    if (!saved || !isRecent(saved.at, now())) {
      inProgress.add(key);
      return undefined;
    }
    const [what, detail] =
      saved.endpoint !== endpoint
        ? ["for the same endpoint they were", ` ('${pathOf(endpoint)}' vs '${pathOf(saved.endpoint)}')`]
        : ["with the same parameters they were", ""];
    if (detail || saved.parameters !== parameters) {
      throw new ApiError(400, {
        type: "idempotency_error",
        message: `Keys for idempotent requests can only be used ${what} first used ${detail ? `for${detail}` : "with"}. Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    }
    return { status: saved.status, body: saved.body };
  }

  return {
    begin,
    save({ key, endpoint, parameters }, { status, body }) {
      store.answers.put({ id: key, endpoint, parameters, status, body, at: now() });
    },
    end: ({ key }) => void inProgress.delete(key),
  };
}

const pathOf = (endpoint: string) => endpoint.split(" ")[1];
