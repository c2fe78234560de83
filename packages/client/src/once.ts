import { isTemporary } from "./fetch.ts";
import { newId } from "./id.ts";

interface Answer {
  response: Response;
}

/**
 * Does the same work once: calls with the same input share one request while it runs, and one idempotency key until the shop's
 * answer is certain. So a second click, or a new try after a lost answer, does not do it twice.
 */
export function once<I, A extends Answer>(work: (key: string, input: I) => Promise<A>) {
  const keys = new Map<string, string>();
  const running = new Map<string, Promise<A>>();
  return (input: I): Promise<A> => {
    const intent = JSON.stringify(input);
    const key = keys.get(intent) ?? newId();
    keys.set(intent, key);
    const started =
      running.get(intent) ??
      work(key, input)
        .then((answer) => {
          if (answer.response.status < 500 && !isTemporary(answer.response)) keys.delete(intent);
          return answer;
        })
        .finally(() => running.delete(intent));
    running.set(intent, started);
    return started;
  };
}
