import { randomUUID } from "node:crypto";
import { handler as payments } from "../../packages/functions/src/payments/payments.ts";
import { handler as api } from "../../packages/functions/src/shop/api.ts";
import { routeFor } from "../../packages/local/src/functions/routes.ts";
import { toEvent, toResponse } from "../../packages/local/src/gateway/event.ts";

/** Calls the handler of Api or Payments as API Gateway does: `target` is not normalised, and headers keep every character. */
export async function askGateway(target: string, init: RequestInit = {}): Promise<Response> {
  const headers = (init.headers ?? {}) as Record<string, string>;
  const event = toEvent({
    id: randomUUID(),
    method: init.method ?? "GET",
    target,
    httpVersion: "1.1",
    rawHeaders: Object.entries({ host: "localhost", ...headers }).flatMap(([name, value]) => [
      name,
      Buffer.from(value, "utf8").toString("latin1"),
    ]),
    sourceIp: "192.0.2.1",
    body: Buffer.from(String(init.body ?? "")),
    receivedAt: new Date(),
  });
  const handler = routeFor(event.rawPath)?.name === "payments" ? payments : api;
  const { status, headers: sent, body } = toResponse(await handler(event));
  const answer = new Headers();
  for (const [name, value] of Object.entries(sent)) {
    for (const one of [value].flat()) answer.append(name, String(one));
  }
  return new Response([204, 304].includes(status) ? null : new Uint8Array(body), { status, headers: answer });
}
