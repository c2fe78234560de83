import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sign, unsign } from "../shop/signature.ts";
import type { Instance } from "./group.ts";
import { call, type Reply } from "./http.ts";

export interface Balancer {
  url: string;
  /** Asks every instance for its health, as the clock of the chapter demands. */
  check(): Promise<void>;
  /** Loses the next answers to this method after the instance has done its work. */
  loseAnswers(count: number): void;
  stop(): Promise<void>;
}

export interface BalancerOptions {
  /** Binds a shopper to an instance by a cookie, signed with this secret. */
  stickySecret?: string | undefined;
  /** An instance that does not answer so many checks gets no requests. */
  unhealthyAfter?: number;
}

/** A load balancer over the instances: round robin, or sticky. Like its models, it does not repeat a request that has failed. */
export async function startBalancer(
  instances: () => Instance[],
  { stickySecret, unhealthyAfter = 1 }: BalancerOptions = {},
): Promise<Balancer> {
  let turn = 0;
  let toLose = 0;
  const failures = new Map<Instance, number>();

  const choose = (cookies: string): Instance | undefined => {
    const healthy = instances().filter((instance) => instance.healthy);
    const [, signed] = /(?:^|; )lb=([^;]*)/.exec(cookies) ?? [];
    const bound = stickySecret && unsign(signed, stickySecret);
    return healthy.find(({ url }) => url === bound) ?? healthy[turn++ % healthy.length];
  };
  const noteFailure = (instance: Instance) => {
    const count = (failures.get(instance) ?? 0) + 1;
    failures.set(instance, count);
    if (count >= unhealthyAfter) instance.healthy = false;
  };
  const noteSuccess = (instance: Instance) => {
    failures.delete(instance);
    instance.healthy = true;
  };
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const instance = choose(request.headers.cookie ?? "");
    if (!instance) return void response.writeHead(503).end();
    let answer: Reply;
    try {
      const { connection: _, host: __, ...headers } = request.headers as Record<string, string>;
      const { method = "", url = "" } = request;
      answer = await call(`${instance.url}${url}`, { method, headers, body: Buffer.concat(chunks) });
    } catch {
      if (unhealthyAfter === 1) noteFailure(instance);
      return void response.writeHead(502).end();
    }
    if (toLose > 0 && request.method === "POST" && answer.status < 300) {
      toLose--;
      return void response.destroy();
    }
    const cookies = answer.headers["set-cookie"] ?? [];
    const bound = stickySecret ? [`lb=${sign(instance.url, stickySecret)}; Path=/; HttpOnly`] : [];
    if (cookies.length + bound.length) response.setHeader("set-cookie", [...cookies, ...bound]);
    response.writeHead(answer.status).end(answer.body);
  };

  const server = createServer((request, response) => {
    forward(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const check = async () => {
    await Promise.all(
      instances().map(async (instance) => {
        const isUp = await call(`${instance.url}/health`).catch(() => undefined);
        if (isUp?.status === 200) noteSuccess(instance);
        else noteFailure(instance);
      }),
    );
  };
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const loseAnswers = (count: number) => {
    toLose = count;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, check, loseAnswers, stop };
}
