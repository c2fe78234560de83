import type { IncomingMessage } from "node:http";
import { names } from "stripe-local/env";
import type { GatewayResponse } from "./event.ts";
import { GatewayError } from "./reply.ts";
import { header } from "./target.ts";

/** What Stripe's script calls from a browser, and the step in which a bank asks the shopper. */
const ALLOWED = [
  /^\/v1\/payment_methods$/,
  /^\/v1\/payment_intents\/\w+\/confirm$/,
  /^\/_control\/objects\/\w+\/authenticate$/,
];
const PASSED = ["authorization", "content-type", "idempotency-key", "stripe-version"];
const LIMIT_MS = 15_000;

/** Sends a page's request to the emulator of Stripe. A page cannot reach it by itself, because it has another origin. */
export async function forwardToStripe(
  url: string | undefined,
  path: string,
  { rawHeaders }: IncomingMessage,
  body: Buffer,
): Promise<GatewayResponse> {
  if (url === undefined || !ALLOWED.some((pattern) => pattern.test(path)))
    throw new GatewayError("gateway.not_found", "The emulator of Stripe has no such route for pages.");
  const headers = PASSED.flatMap((name): [string, string][] => {
    const value = header(rawHeaders, name);
    return value === undefined ? [] : [[name, value]];
  });
  try {
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return {
      status: answer.status,
      headers: {
        "content-type": answer.headers.get("content-type") ?? "application/json",
        "cache-control": "no-store",
      },
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch (error) {
    throw new GatewayError(
      "gateway.timeout",
      `The emulator of Stripe did not answer: ${(error as Error).message}`,
    );
  }
}

/** The address of the emulator in this environment. Undefined: the shop uses Stripe itself, or a host that is not this machine. */
export function emulatorUrl(env: NodeJS.ProcessEnv): string | undefined {
  const host = env[names.host] ?? "";
  if (!/^(localhost|127\.0\.0\.1|\[?::1\]?)$/.test(host)) return undefined;
  return `${env[names.protocol] ?? "http"}://${host}:${env[names.port] ?? ""}`;
}
