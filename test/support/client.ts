import { links } from "@myclothes/core/links";
import { app } from "@myclothes/functions/app";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { expect } from "vitest";
import { violations } from "./contract.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what an answer contains
  body: any;
}

interface Request {
  /** Sent as JSON. A string is sent unchanged. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** The session cookie and the device cookie, as `name=value`. */
interface Jar {
  cookie: string;
  device: string;
}

type Ask = (path: string, init?: RequestInit) => Response | Promise<Response>;

/** Sends requests to the app with the edge's secret, without HTTP. */
export const askApp =
  ({ request }: Pick<typeof app, "request">): Ask =>
  (path, init = {}) => {
    const headers = new Headers(init.headers);
    for (const secret of links.Edge.secrets) headers.set(EDGE_HEADER, secret);
    return request(path, { ...init, headers });
  };

export const askShop = askApp(app);

/** A client with a cookie jar, by default of the app without HTTP. It checks every answer against the API's description. */
export function client(send: Ask = askShop) {
  const jar: Jar = { cookie: "", device: "" };
  return {
    jar,
    async send(method: string, path: string, { body, headers }: Request = {}): Promise<Answer> {
      const response = await send(path, {
        method,
        headers: {
          ...(body !== undefined && { "content-type": "application/json" }),
          ...((jar.cookie || jar.device) && { cookie: [jar.cookie, jar.device].filter(Boolean).join("; ") }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      for (const set of response.headers.getSetCookie()) {
        const name = set.startsWith("__Host-device=") ? "device" : "cookie";
        jar[name] = set.split(";")[0] ?? "";
      }
      const text = await response.clone().text();
      const isJson = /json/.test(response.headers.get("content-type") ?? "");
      const answer = {
        status: response.status,
        headers: response.headers,
        body: isJson && text ? JSON.parse(text) : text,
      };
      expect(violations(method, path, response, answer.body), `${method} ${path} ${text}`).toEqual([]);
      return answer;
    },
  };
}

export type Client = ReturnType<typeof client>;

/** A client of the app, without injected faults, that starts with a copy of another client's session cookie. */
export function copyOf({ jar }: { jar: Pick<Jar, "cookie"> }): Client {
  const copy = client();
  copy.jar.cookie = jar.cookie;
  return copy;
}

/** The token in a client's cookie. Empty if there is no cookie. */
export const tokenOf = ({ jar }: { jar: Pick<Jar, "cookie"> }): string => jar.cookie.split("=")[1] ?? "";

/** The secret part of the token. */
export const secretOf = (by: { jar: Pick<Jar, "cookie"> }): string => tokenOf(by).split(".")[0] ?? "";
