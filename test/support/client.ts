import { links } from "@myclothes/core/links";
import { app } from "@myclothes/functions/app";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { expect } from "vitest";
import { breaches } from "./contract.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for each test to say
  body: any;
}

interface Request {
  /** Sent as JSON; a string goes as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** The session's cookie and the device's, each as it is sent. */
interface Jar {
  cookie: string;
  device: string;
}

type Ask = (path: string, init?: RequestInit) => Response | Promise<Response>;

/** Asks the app itself, as its edge would. */
export const askApp =
  ({ request }: Pick<typeof app, "request">): Ask =>
  (path, init = {}) => {
    const headers = new Headers(init.headers);
    for (const secret of links.Edge.secrets) headers.set(EDGE_HEADER, secret);
    return request(path, { ...init, headers });
  };

export const askShop = askApp(app);

/** A client with a cookie jar, by default of the app itself. Every answer is held against the API's own description. */
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
      expect(breaches(method, path, response, answer.body), `${method} ${path} ${text}`).toEqual([]);
      return answer;
    },
  };
}

export type Client = ReturnType<typeof client>;

/** A client of the app itself, past all faults, that carries a copy of another's session cookie, not of the device's, and goes on by itself from there. */
export function copyOf({ jar }: { jar: Pick<Jar, "cookie"> }): Client {
  const copy = client();
  copy.jar.cookie = jar.cookie;
  return copy;
}

/** The token in a client's cookie; empty before there is one. */
export const tokenOf = ({ jar }: { jar: Pick<Jar, "cookie"> }): string => jar.cookie.split("=")[1] ?? "";

/** What of it nobody may be told. */
export const secretOf = (by: { jar: Pick<Jar, "cookie"> }): string => tokenOf(by).split(".")[0] ?? "";
