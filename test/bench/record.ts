import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { app } from "@myclothes/functions/app";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { EDGE_SECRET } from "../../packages/local/src/engines/env.ts";
import type { Scene, StoreCall } from "./script.ts";
import type { Shopper } from "./shoppers.ts";

export interface Request {
  method: "GET" | "POST";
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What the shop answers, and the calls to stores that it makes for it. */
export async function record(request: Request, shopper?: Shopper): Promise<Scene> {
  const calls: StoreCall[] = [];
  const undo = [DynamoDBClient, RDSDataClient].map((client) => listen(client.prototype, calls));
  try {
    const { status, body } = await ask(request, shopper?.cookie);
    const { owner = "none", session = "none" } = shopper ?? {};
    return { calls, body, status, owner, session };
  } finally {
    for (const silence of undo) silence();
  }
}

/** Asks the shop in this process. Throws for any answer but success. */
export async function ask({ method, path, body, headers }: Request, cookie?: string) {
  const answer = await app.request(path, {
    method,
    headers: {
      [EDGE_HEADER]: EDGE_SECRET,
      ...(cookie && { cookie }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return {
    status: answer.status,
    body: text,
    cookie: answer.headers.getSetCookie()[0]?.split(";")[0] ?? cookie,
  };
}

interface Sender {
  send: (command: { input: object }, ...rest: never[]) => unknown;
}

function listen(prototype: object, calls: StoreCall[]): () => void {
  const sender = prototype as Sender;
  const { send } = sender;
  sender.send = function (command, ...rest) {
    calls.push({
      command: command.constructor.name,
      input: structuredClone(command.input) as StoreCall["input"],
    });
    return send.call(this, command, ...rest);
  };
  // It is inherited, so that taking it away brings it back.
  return () => void delete (sender as Partial<Sender>).send;
}
