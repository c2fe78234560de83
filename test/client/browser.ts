import type { Fetch } from "../../packages/client/src/fetch.ts";
import type { TokenStore } from "../../packages/client/src/index.ts";
import { askShop } from "../support/client.ts";

type Ask = typeof askShop;

/** A browser without a network: it keeps the cookies of all its tabs, and sends each request to the shop by `ask`. */
export function browser(ask: (request: Request) => Ask = () => askShop): Fetch {
  const cookies = new Map<string, string>();
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.set("sec-fetch-site", "same-origin");
    headers.set("cookie", [...cookies].map((cookie) => cookie.join("=")).join("; "));
    const body = request.method === "GET" ? null : await request.text();
    const response = await ask(request)(pathname + search, {
      method: request.method,
      headers,
      ...(body && { body }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = "", value = ""] = set.split(";")[0]?.split(/=(.*)/s) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
}

/** A network of a client that keeps no cookies. */
export const withoutCookies: Fetch = async (request) => {
  const { pathname, search } = new URL(request.url);
  const body = request.method === "GET" ? null : await request.text();
  const { method, headers } = request;
  return askShop(pathname + search, { method, headers, ...(body && { body }) });
};

/** Keeps a token in memory. */
export function memory(): TokenStore & { token: string | null } {
  return {
    token: null,
    load() {
      return this.token;
    },
    save(token) {
      this.token = token;
    },
  };
}

export const baseUrl = "https://shop.example";
