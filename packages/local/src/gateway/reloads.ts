import type { ServerResponse } from "node:http";
import type { GatewayResponse } from "./event.ts";

/** Lets open pages load again after a change of the sources. */
export interface Reloads {
  /** Adds the script to an HTML document. */
  addTo(answer: GatewayResponse): GatewayResponse;
  script: GatewayResponse;
  /** Keeps the connection of a page open for the message. */
  open(response: ServerResponse): undefined;
  /** Tells all open pages. */
  send(): void;
  /** Ends the connections, which would otherwise keep the gateway open. */
  close(): void;
}

/** A page that has lost the connection asks again, and loads again if another gateway answers: the shop was started anew. */
const SCRIPT = `const events = new EventSource("/__local/reload");
let started;
events.addEventListener("started", ({ data }) => {
  if (started !== undefined && started !== data) location.reload();
  started = data;
});
events.addEventListener("reload", () => location.reload());
`;
const TAG = '<script type="module" src="/__local/reload.js"></script>';

export function createReloads(): Reloads {
  const open = new Set<ServerResponse>();
  const started = Date.now();
  return {
    addTo: (answer) => {
      if (!String(answer.headers["content-type"]).startsWith("text/html")) return answer;
      const { "content-length": _, ...headers } = answer.headers;
      const html = answer.body.toString();
      const end = html.lastIndexOf("</body>");
      const body = end < 0 ? `${html}${TAG}` : `${html.slice(0, end)}${TAG}${html.slice(end)}`;
      return { ...answer, headers, body: Buffer.from(body) };
    },
    script: {
      status: 200,
      headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-store" },
      body: Buffer.from(SCRIPT),
    },
    open: (response) => {
      open.add(response);
      response.once("close", () => open.delete(response));
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(`event: started\ndata: ${started}\n\n`);
      return undefined;
    },
    send: () => {
      for (const response of open) response.write("event: reload\ndata:\n\n");
    },
    close: () => {
      for (const response of open) response.end();
    },
  };
}
