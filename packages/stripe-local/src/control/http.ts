import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../http/request.ts";
import type { Control, Outcome } from "./control.ts";

type Body = Record<string, unknown>;

/** Answers requests to `/_control`: JSON in, JSON out. */
export async function answerControl(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "", url = "" } = request;
  const path = new URL(url, "http://localhost").pathname.replace("/_control/", "");
  const text = await readBody(request);
  const body = text ? (JSON.parse(text) as Body) : {};
  const reply = (status: number, value: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value, null, 2));
  };
  try {
    const result = await act(control, `${method} ${path}`, body);
    if (result === unknown) return reply(404, { error: `There is no ${method} /_control/${path}.` });
    reply(200, result ?? {});
  } catch (error) {
    reply(400, { error: (error as Error).message });
  }
}

const unknown = Symbol("unknown");

async function act(control: Control, what: string, body: Body): Promise<unknown> {
  const [, id = "", action] = /^POST objects\/([^/]+)\/(authenticate|settle)$/.exec(what) ?? [];
  const outcome: Outcome = body.outcome === "failed" ? "failed" : "succeeded";
  if (action === "authenticate") return control.authenticate(id, outcome);
  if (action === "settle") return control.settle(id, outcome);
  switch (what) {
    case "GET books":
      return control.books();
    case "GET deliveries":
      return control.deliveries();
    case "POST deliveries":
      return control.script(body);
    case "POST deliveries/release":
      return control.release((body.order as "created" | undefined) ?? "created");
    case "POST deliveries/resend": {
      const { event, ...signing } = body;
      return { status: await control.resend(String(event), signing) };
    }
    case "POST deliveries/idle":
      return control.idle();
    case "POST endpoints":
      return control.endpoints((body.urls as string[] | undefined) ?? []);
    case "POST faults":
      return control.fail(body);
    case "DELETE faults":
      return control.clearFaults();
    case "POST clock":
      return control.advance(Number(body.advanceMs ?? 0));
    default:
      return unknown;
  }
}
