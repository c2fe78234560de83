import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";

export interface Received {
  event: Stripe.Event;
  signature: string;
  body: string;
}

export interface Receiver {
  url: string;
  /** In the order of arrival, accepted or not. */
  received: Received[];
  /** The statuses of the next answers. After them, each answer is 200. */
  answers: number[];
  stop(): Promise<void>;
}

/** An endpoint that verifies signatures as the shop does. A wrong one is answered with 400 and not recorded. */
export async function startReceiver(secret = "whsec_local"): Promise<Receiver> {
  const received: Received[] = [];
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const signature = String(request.headers["stripe-signature"]);
    try {
      const event = Stripe.webhooks.constructEvent(body, signature, secret);
      received.push({ event, signature, body });
      response.writeHead(answers.shift() ?? 200, { location: "/elsewhere" }).end("{}");
    } catch {
      response.writeHead(400).end("The signature is wrong.");
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/v1/webhooks/stripe`, received, answers, stop };
}
