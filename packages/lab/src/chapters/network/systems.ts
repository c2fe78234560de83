import { hasFirewall } from "./wires.ts";

export interface System {
  key: "flat" | "routes" | "firewall" | "shop";
  name: string;
  what: string;
  missing?: () => string | undefined;
}

export const systems: System[] = [
  {
    key: "flat",
    name: "one network",
    what: "client, web and store are plugged into one switch",
  },
  {
    key: "routes",
    name: "subnets, routes",
    what: "three subnets; the router forwards nothing between client and store",
  },
  {
    key: "firewall",
    name: "subnets, firewall",
    what: "the same, and a stateful firewall: client to web on port 443 and web to store on port 5432 may begin, nothing else (nftables, or iptables)",
    missing: () => (hasFirewall() ? undefined : "no firewall is installed: `apt-get install nftables`"),
  },
  {
    key: "shop",
    name: "this shop",
    what: "functions have no network of their own and reach the stores by HTTPS with IAM; the database's network has no rule at all. Read from the resources that the stacks ask AWS for, and one function is asked past the edge",
  },
];
