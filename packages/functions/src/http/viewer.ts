import { isIP } from "node:net";
import type { Context } from "hono";
import type { Env } from "./env.ts";

/**
 * The viewer's address as requests are counted by it: an IPv4 address, or the /64 network of an IPv6 address, which belongs to one
 * subscriber. Undefined where the header is missing or malformed. CloudFront appends the viewer's address to X-Forwarded-For,
 * then API Gateway appends CloudFront's: all before these two is the viewer's own claim. The edge's secret vouches for them.
 */
export function viewerAddress(c: Context<Env>): string | undefined {
  const entry = c.req.header("x-forwarded-for")?.split(",").at(-2)?.trim() ?? "";
  const address = /^::ffff:(?=[\d.]+$)/i.test(entry) ? entry.slice("::ffff:".length) : entry;
  const version = isIP(address);
  if (version === 4) return address;
  return version === 6 ? networkOf(address) : undefined;
}

/** `2001:db8:0:1::/64` of `2001:db8::1:0:0:0:1`. */
function networkOf(address: string): string {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const groups = (part: string) => part.split(":").filter(Boolean);
  const ending = groups(tail ?? "");
  // An address may end in IPv4 notation, which stands for two groups.
  const missing = 8 - groups(head).length - ending.length - (address.includes(".") ? 1 : 0);
  const all = tail === undefined ? groups(head) : [...groups(head), ...Array(missing).fill("0"), ...ending];
  const network = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}
