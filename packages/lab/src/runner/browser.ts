import { setTimeout as sleep } from "node:timers/promises";
import { call, type Reply } from "./http.ts";

/** RFC 6265bis: a browser ignores a cookie whose name and value together are longer. */
const MAX_COOKIE = 4096;
const ATTEMPTS = 200;
const PAUSE_MS = 25;

export interface Browser {
  cookies: Map<string, string>;
  /** Cookies that were too long, and ignored. */
  ignored: number;
  /** The bytes of cookies that the last request sent. */
  cookieBytes: number;
  /** Milliseconds of the answered requests. */
  durations: number[];
  /** Sends a request once. */
  send(method: string, path: string, body?: object): Promise<Reply>;
  /** Repeats the request until it is answered without an error of a server. */
  ask(method: string, path: string, body?: object): Promise<Reply>;
}

/** A shopper's browser: it keeps cookies as browsers do, for all its tabs. */
export function openBrowser(shop: () => string): Browser {
  const cookies = new Map<string, string>();
  const send = async (method: string, path: string, body?: object): Promise<Reply> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    browser.cookieBytes = cookie.length;
    const started = performance.now();
    const reply = await call(`${shop()}${path}`, {
      method,
      headers: cookie ? { cookie } : {},
      ...(body && { body: JSON.stringify(body) }),
    });
    browser.durations.push(performance.now() - started);
    for (const line of reply.headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
      if (name.length + value.length > MAX_COOKIE) browser.ignored++;
      else cookies.set(name, value);
    }
    return reply;
  };
  const ask = async (method: string, path: string, body?: object): Promise<Reply> => {
    for (let attempt = 1; ; attempt++) {
      const reply = await send(method, path, body).catch(() => undefined);
      if (reply && reply.status < 500) return reply;
      if (attempt === ATTEMPTS)
        throw new Error(`${method} ${path} was not answered: ${reply?.status} ${reply?.body}`);
      await sleep(PAUSE_MS);
    }
  };
  const browser: Browser = { cookies, ignored: 0, cookieBytes: 0, durations: [], send, ask };
  return browser;
}
