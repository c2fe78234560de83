import { BlockList, isIP, isIPv4 } from "node:net";

/**
 * Addresses that are not on the public internet, from IANA's registries of special-purpose addresses:
 * https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry.
 */
const special = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const range of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "::/96",
  "::ffff:0:0/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
]) {
  const [network = "", bits] = range.split("/");
  const family = familyOf(network);
  // Two lists, because Node compares an IPv4 address with the range of mapped IPv6 addresses too.
  special[family].addSubnet(network, Number(bits), family);
}

/** Whether this IP address is on the public internet. IPv4 addresses inside IPv6 addresses are not: nobody needs them. */
export function isPublicAddress(address: string): boolean {
  const family = familyOf(address);
  return !special[family].check(address, family);
}

/** Whether the host of an address may be on the public internet: it is a name, or a public IP address. IPv6 is in brackets. */
export function isPublicHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, "");
  return isIP(address) === 0 ? !/(^|\.)localhost\.?$/.test(host) : isPublicAddress(address);
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv4(address) ? "ipv4" : "ipv6";
}
