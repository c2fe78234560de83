import { type LookupAddress, lookup } from "node:dns";
import { request } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "./address.rules.ts";

export interface Posted {
  /** Undefined: there was no answer. */
  status: number | undefined;
  /** The beginning of the answer, or why there was none. */
  response: string;
}

const MAX_RESPONSE = 1_000;

/** The address is not on the public internet. */
class NotPublic extends Error {}

/**
 * Resolves a name for one connection. The connection uses the addresses that are checked here, so a DNS server that answers
 * differently the next time cannot redirect it into a private network.
 */
export const lookupPublic: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const found = addresses?.find(({ address }) => isPublicAddress(address));
    if (error) callback(error, "", 0);
    else if (!found || addresses.some(({ address }) => !isPublicAddress(address)))
      callback(new NotPublic(`${host} is not a public address`), "", 0);
    else if (options.all) callback(null, addresses);
    else callback(null, found.address, found.family);
  });
};

/** Posts a body over HTTPS to a public address, and follows no redirect. Never throws. */
export function post(
  url: URL,
  {
    body,
    headers,
    timeoutMs,
    ca,
  }: { body: string; headers: Record<string, string>; timeoutMs: number; ca?: string },
  resolve: LookupFunction = lookupPublic,
): Promise<Posted> {
  return new Promise((settle) => {
    const fail = (error: Error) =>
      settle({ status: undefined, response: error.message.slice(0, MAX_RESPONSE) });
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (url.protocol !== "https:") return fail(new NotPublic("The address does not begin with https://"));
    // Node looks up names only, so an address in the URL is checked here.
    if (isIP(host) && !isPublicAddress(host)) return fail(new NotPublic(`${host} is not a public address`));
    const signal = AbortSignal.timeout(timeoutMs);
    signal.addEventListener("abort", () =>
      fail(new Error(`There was no answer within ${timeoutMs / 1_000} s`)),
    );
    const call = request(
      url,
      { method: "POST", headers, lookup: resolve, signal, agent: false, ...(ca && { ca }) },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          text += chunk;
          if (text.length >= MAX_RESPONSE) answer.destroy();
        });
        answer.on("error", () => {});
        answer.on("close", () =>
          settle({ status: answer.statusCode, response: printable(text).slice(0, MAX_RESPONSE) }),
        );
      },
    );
    call.on("error", fail);
    call.end(body);
  });
}

/** PostgreSQL stores no NUL. */
const printable = (text: string): string => text.toWellFormed().replaceAll("\u0000", "");
