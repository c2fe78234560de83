import { Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  deadlineMs?: number;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const agent = new Agent({ keepAlive: true, maxSockets: 500 });

/** Sends one request, without repeating it. Rejects when the connection fails or the deadline has passed. */
export function call(url: string, { method = "GET", headers = {}, body, deadlineMs = 10_000 }: Call = {}) {
  return new Promise<Reply>((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.setTimeout(deadlineMs, () => sent.destroy(new Error("no answer in time")));
    sent.on("error", reject);
    sent.end(body);
  });
}
