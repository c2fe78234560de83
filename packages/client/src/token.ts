import type { Fetch } from "./fetch.ts";

/** Keeps one shopper's session token, for clients without cookies: Node, a worker, an app, or a page of another origin. */
export interface TokenStore {
  load(): string | null | Promise<string | null>;
  /** Null: the session has ended. */
  save(token: string | null): void | Promise<void>;
}

/** Sends the session's token with each request, and keeps the newest one. */
export function withToken(fetch: Fetch, store: TokenStore): Fetch {
  return async (request) => {
    if (isPublic(request)) return fetch(request);
    const token = await store.load();
    request.headers.set("x-session-transport", "bearer");
    if (token) request.headers.set("authorization", `Bearer ${token}`);
    const response = await fetch(request);
    const body = response.status === 204 ? undefined : await readJson(response.clone());
    const next = body?.session?.token;
    if (response.ok && endsSession(request)) await store.save(null);
    else if (response.ok && next && startsSession(request)) await store.save(next);
    // Another request, also of another tab, may have stored a newer token meanwhile.
    else if ((next || body?.code === "session.expired") && (await store.load()) === token)
      await store.save(next ?? null);
    return response;
  };
}

/**
 * Without a token, the session is a cookie. Throws if this platform's `fetch` does not keep it, because each write would then
 * begin a new session with an empty cart.
 */
export function requireCookies(fetch: Fetch): Fetch {
  return async (request) => {
    const response = await fetch(request);
    // Browsers hide this header, and React Native keeps the cookies that it shows. A caller who sends cookies also keeps them.
    const isLost =
      response.headers.get("set-cookie")?.includes("__Host-session=") &&
      !request.headers.has("cookie") &&
      (globalThis as { navigator?: { product?: string } }).navigator?.product !== "ReactNative";
    if (isLost)
      throw new Error(
        "The session is lost, because fetch keeps no cookies here. Pass `token` to createClient: see the README of @myclothes/client.",
      );
    return response;
  };
}

/** Reads without a session. Without the token's headers, a browser on another origin sends no preflight for them. */
const isPublic = ({ method, url }: Request): boolean =>
  method === "GET" &&
  /\/v1\/(products|categories|collections|search|variants|shipping-options|time|health)\b/.test(url);

/** Registering and signing in. */
const startsSession = ({ method, url }: Request): boolean =>
  method === "POST" && /\/v1\/(customers|sessions)$/.test(url);

const endsSession = ({ method, url }: Request): boolean =>
  (method === "DELETE" && url.endsWith("/v1/sessions/current")) || url.endsWith("/v1/customers/me/erasure");

interface Body {
  session?: { token?: string };
  code?: string;
}

async function readJson(response: Response): Promise<Body | undefined> {
  try {
    return (await response.json()) as Body;
  } catch {
    return undefined;
  }
}
