import { UserError } from "@myclothes/local/report";

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each command knows what its route answers
  body: any;
}

interface Request {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The admin API of one shop. */
export interface Api {
  /** Sends a request. Throws a UserError unless the answer is a success. */
  call(path: string, request?: Request): Promise<Answer["body"]>;
  /** Sends a request, and returns refusals (4xx) too. */
  send(path: string, request?: Request): Promise<Answer>;
  /** The items of a list, page by page. */
  items(path: string): AsyncGenerator<Answer["body"]>;
}

const TRIES = 5;
const LIMIT_MS = 15_000;

/** `fetch` is replaced by tests. `waitMs`: before the first repetition. */
export function createApi(url: string, key: string, ask: typeof fetch = fetch, waitMs = 1_000): Api {
  let hasAnswered = false;
  const send: Api["send"] = async (path, { method = "GET", body, headers } = {}) => {
    const request = {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    for (let tries = 1; ; tries++) {
      try {
        const answer = await once(ask, new URL(`/admin/v1${path}`, url), request);
        hasAnswered = true;
        const isBusy = answer.status === 429 || answer.status >= 500;
        if (!isBusy || tries === TRIES) return answer;
      } catch (error) {
        // Every request of these commands can be repeated. A shop that has never answered is probably not running.
        if (!hasAnswered || tries === TRIES) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs * 2 ** (tries - 1)));
    }
  };
  const call: Api["call"] = async (path, request) => {
    const { status, body } = await send(path, request);
    if (status < 400) return body;
    throw new UserError(explain(status, body));
  };
  const items: Api["items"] = async function* (path) {
    for (let cursor: string | null = ""; cursor !== null; ) {
      const separator = path.includes("?") ? "&" : "?";
      const page: Answer["body"] = await call(`${path}${separator}limit=100${cursor && `&cursor=${cursor}`}`);
      yield* page.data;
      cursor = page.nextCursor;
    }
  };
  return { call, send, items };
}

async function once(ask: typeof fetch, url: URL, request: RequestInit): Promise<Answer> {
  try {
    const response = await ask(url, { ...request, signal: AbortSignal.timeout(LIMIT_MS) });
    const { status } = response;
    const text = await response.text();
    return { status, body: text === "" ? undefined : parse(text, status, url) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
    throw new UserError(
      `${url.origin} does not answer (${reason}). Is the shop running? On this machine: npm start. Another shop: --url or --stage.`,
    );
  }
}

/** A gateway in front of the shop answers with HTML: its errors have a status only. */
function parse(text: string, status: number, url: URL): Answer["body"] {
  try {
    return JSON.parse(text);
  } catch {
    if (status >= 400) return undefined;
    throw new UserError(
      `${url.origin} is not a shop: ${url.pathname} has no JSON. Another shop: --url or --stage.`,
    );
  }
}

/** Fields whose option has another name. */
const options: Record<string, string | undefined> = {
  "#/carrier": "--carrier",
  "#/trackingNumber": "--tracking",
  "#/trackingUrl": "--tracking-url",
  "#/amount": "--amount",
  "#/amount/amount": "--amount",
  "#/reason": "--reason",
};

/** An invalid part by the name that a person has used: an option for a parameter, a column for a field. */
function named({ pointer, message }: { pointer: string; message: string }): string {
  const [, parameter] = /^\?(.+)$/.exec(pointer) ?? [];
  return `${options[pointer] ?? (parameter ? `--${parameter}` : pointer.replace(/^#\//, ""))}: ${message}`;
}

/** A refusal of the API in one sentence, with what to do. */
export function explain(status: number, body: Answer["body"]): string {
  if (body?.code === "key.invalid")
    return "The API key is wrong, has expired, or was revoked. Create one: npm run shop -- keys create --role owner";
  const detail = body?.errors?.map(named).join("; ") ?? body?.detail ?? `The shop answered ${status}.`;
  return `${detail} (${body?.code ?? status}${body?.requestId ? `, request ${body.requestId}` : ""})`;
}
