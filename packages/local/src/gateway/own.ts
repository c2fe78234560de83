import type { IncomingMessage, ServerResponse } from "node:http";
import type { GatewayResponse } from "./event.ts";
import type { Reloads } from "./reloads.ts";
import { GatewayError } from "./reply.ts";
import { forwardToStripe } from "./stripe.ts";
import { header, pathOf } from "./target.ts";

/** What a laptop can do and AWS cannot. */
export interface OwnOptions {
  /** Kills the instance with this name, such as 2-14460. Resolves when it is dead, to false if there is none. */
  kill: (name: string) => Promise<boolean>;
  /** The address of the emulator of Stripe. Undefined: the shop uses none, or Stripe itself. */
  stripeUrl: () => string | undefined;
  /** Tells open pages to load again. Only the edit loop has it. */
  reloads?: Reloads;
}

/** No path on AWS begins with it. */
const OWN = "/__local/";

export const isOwn = (request: IncomingMessage): boolean => pathOf(request).startsWith(OWN);

/**
 * Answers the gateway's own routes. They are for pages of this origin and for programs of this machine: a page of another origin
 * could otherwise kill instances. Returns undefined if the answer has been sent, or stays open.
 */
export async function answerOwn(
  request: IncomingMessage,
  response: ServerResponse,
  options: OwnOptions,
  readBody: () => Promise<Buffer>,
): Promise<GatewayResponse | undefined> {
  requireSameOrigin(request);
  const { method } = request;
  const path = pathOf(request).slice(OWN.length);
  const [, instance] = /^instances\/(\d+-\d+)$/.exec(path) ?? [];
  if (instance !== undefined && method === "DELETE") {
    if (await options.kill(instance)) return { status: 204, headers: NO_STORE, body: Buffer.alloc(0) };
    throw new GatewayError(
      "gateway.not_found",
      "There is no such instance. It may have been replaced already.",
    );
  }
  const [, toStripe] = /^stripe(\/.+)$/.exec(path) ?? [];
  if (toStripe !== undefined && method === "POST")
    return forwardToStripe(options.stripeUrl(), toStripe, request, await readBody());
  if (options.reloads && method === "GET") {
    if (path === "reload") return options.reloads.open(response);
    if (path === "reload.js") return options.reloads.script;
  }
  throw new GatewayError("gateway.not_found", "The local gateway has no such route.");
}

const NO_STORE = { "cache-control": "no-store" };

/** Browsers say where a request comes from in the first header; older ones send the second one with all but reads. */
function requireSameOrigin({ rawHeaders }: IncomingMessage): void {
  const site = header(rawHeaders, "sec-fetch-site");
  const origin = header(rawHeaders, "origin");
  const isOther = site !== undefined && site !== "same-origin";
  if (isOther || (origin !== undefined && origin !== `http://${header(rawHeaders, "host")}`))
    throw new GatewayError("gateway.cross_site", "Only pages of this shop may do this.");
}
