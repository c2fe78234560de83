import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { app } from "@myclothes/functions/app";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import type { Request as HttpRequest } from "autocannon";
import { readToken, sessionIdOf } from "../../packages/core/src/session/token.rules.ts";
import { EDGE_SECRET } from "../../packages/local/src/engines/env.ts";
import { OWNER, SCENARIO, type Scenario, SESSION, type StoreCall } from "./scenario.ts";

export interface Request {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A visitor with a session and a cart. `session`: its ID as it is stored. */
export interface Shopper {
  cookie: string;
  owner: string;
  session: string;
}

export function shopperOf(cookie: string): Shopper {
  const token = readToken(cookie.slice(cookie.indexOf("=") + 1));
  if (!token) throw new Error("The format of the shop's cookie has changed.");
  return { cookie, owner: token.owner, session: sessionIdOf(token.secret) };
}

/** Sends a request to the shop in this process, and records its calls to the stores. */
export async function record(request: Request, shopper?: Shopper): Promise<Scenario> {
  const calls: StoreCall[] = [];
  const restore = [DynamoDBClient, RDSDataClient].map(({ prototype }) => {
    const { send } = prototype as { send(command: { input: object }): unknown };
    const recording = function (this: unknown, command: { input: object }, ...rest: []) {
      calls.push({ command: command.constructor.name, input: structuredClone(command.input) as never });
      return send.call(this, command, ...rest);
    };
    Object.assign(prototype, { send: recording });
    // `send` is inherited, so deleting ours restores it.
    return () => delete (prototype as { send?: unknown }).send;
  });
  try {
    const { status, body } = await ask(request, shopper?.cookie);
    const { owner = "none", session = "none" } = shopper ?? {};
    return { calls, body, status, owner, session };
  } finally {
    for (const undo of restore) undo();
  }
}

/** Sends a request to the shop in this process. Throws for any error status. */
export async function ask(request: Request, cookie?: string) {
  const answer = await app.request(request.path, init(request, { [EDGE_HEADER]: EDGE_SECRET }, cookie));
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${request.method} ${request.path}: ${answer.status} ${body}`);
  const set = answer.headers.getSetCookie()[0]?.split(";")[0];
  return { status: answer.status, body, cookie: set ?? cookie };
}

/** The request as autocannon sends it to every target. */
export function http(request: Request, scenario: string, by?: Shopper): HttpRequest {
  const names = { [SCENARIO]: scenario, ...(by && { [OWNER]: by.owner, [SESSION]: by.session }) };
  return { path: request.path, ...init(request, names, by?.cookie) };
}

const init = ({ method, body, headers }: Request, more: Record<string, string>, cookie?: string) => ({
  method,
  headers: {
    accept: "application/json",
    ...(cookie && { cookie }),
    ...(body !== undefined && { "content-type": "application/json" }),
    ...headers,
    ...more,
  },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});
