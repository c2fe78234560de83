import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What is outside of the shop's processes and survives their death: its database, and the provider that sends mails. */
export interface Outside {
  url: string;
  /** Orders in the database. */
  stored: Set<string>;
  /** How often each order's mail was sent. */
  mails: Map<string, number>;
  /** Called with the number of mails so far, as each is accepted. */
  onMail(listener: (count: number) => void): void;
  stop(): Promise<void>;
}

/** The provider sends so many mails at the same time, and each takes so long. */
const AT_ONCE = 5;
const MAIL_MS = 200;

export async function startOutside(): Promise<Outside> {
  const stored = new Set<string>();
  const handled = new Set<string>();
  const mails = new Map<string, number>();
  let listener: (count: number) => void = () => {};
  let accepted = 0;
  let sending = 0;
  const waiting: (() => void)[] = [];
  const mail = async (id: string, isGone: () => boolean) => {
    if (sending >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else sending++;
    if (!isGone()) await sleep(MAIL_MS);
    // The next one takes over this place.
    const next = waiting.shift();
    if (next) next();
    else sending--;
    if (isGone()) return;
    mails.set(id, (mails.get(id) ?? 0) + 1);
    listener(++accepted);
  };
  const server = createServer(async (request, response) => {
    const [, kind, id = ""] = (request.url ?? "").split("/");
    request.resume();
    // A mail whose sender dies before it is accepted is not sent.
    if (kind === "mails") await mail(id, () => request.socket.destroyed);
    if (kind === "orders") stored.add(id);
    if (kind === "handled" && request.method === "PUT") handled.add(id);
    const isUnknown = kind === "handled" && request.method === "GET" && !handled.has(id);
    response.writeHead(isUnknown ? 404 : 200).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    mails,
    onMail: (called) => {
      listener = called;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
