import { isIP } from "node:net";
import { isSameSecret } from "@myclothes/core/hash";
import { links } from "@myclothes/core/links";
import type { Context } from "hono";
import { STOREFRONT_HEADERS } from "../edge.rules.ts";

/**
 * The viewer's address, for counting requests: an IPv4 address, or the /64 network of an IPv6 address, because one subscriber
 * has all of it. Undefined if X-Forwarded-For is missing or malformed. CloudFront appends the viewer's address to that header,
 * then API Gateway appends CloudFront's. The viewer may have written everything before these two. A storefront's own server
 * sends its shopper's address in a header of its own, with the storefront's secret.
 */
export function viewerAddress(c: Context): string | undefined {
  const forwarded = c.req.header("x-forwarded-for")?.split(",").at(-2);
  const entry = (isStorefront(c) ? c.req.header(STOREFRONT_HEADERS.shopper) : forwarded)?.trim() ?? "";
  const address = /^::ffff:(?=[\d.]+$)/i.test(entry) ? entry.slice("::ffff:".length) : entry;
  const version = isIP(address);
  if (version === 4) return address;
  return version === 6 ? networkOf(address) : undefined;
}

function isStorefront(c: Context): boolean {
  const sent = c.req.header(STOREFRONT_HEADERS.secret);
  const { storefrontSecret } = links.Edge;
  return sent !== undefined && storefrontSecret !== "" && isSameSecret(storefrontSecret, sent);
}

/** `2001:db8:0:1::/64` of `2001:db8::1:0:0:0:1`. */
function networkOf(address: string): string {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const groups = (part: string) => part.split(":").filter(Boolean);
  const ending = groups(tail ?? "");
  // An ending in IPv4 notation counts as two groups.
  const missing = 8 - groups(head).length - ending.length - (address.includes(".") ? 1 : 0);
  const all = tail === undefined ? groups(head) : [...groups(head), ...Array(missing).fill("0"), ...ending];
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}
