import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Control } from "../control/control.ts";
import { answerControl } from "../control/http.ts";
import { answerPage } from "../page/pages.ts";
import type { Store } from "../state/store.ts";
import { isForeign } from "./request.ts";

export interface HandlerOptions {
  api: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  control: Control;
  store: Store;
}

/** Stripe's API under `/v1`, what tests may do under `/_control`, and pages for people. */
export function createHandler({ api, control, store }: HandlerOptions): RequestListener {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = "" } = request;
    const isApi = url.startsWith("/v1/");
    if (isForeign(request, isApi)) return void response.writeHead(403).end("Only for this machine.");
    if (isApi) return api(request, response);
    if (url.startsWith("/_control/")) return answerControl(control, request, response);
    return answerPage({ control, store }, request, response);
  };
  return (request, response) => {
    answer(request, response).catch((error: Error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}
