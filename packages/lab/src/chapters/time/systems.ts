export interface System {
  key: string;
  name: string;
  what: string;
  servers: number;
  zones: string[];
  /** How clients find a server. */
  route: "address" | "dns" | "balancer";
  /** How long clients keep an address. */
  ttlS?: number;
  /** Dead servers are replaced without a person. */
  isGroup?: boolean;
  /** Growth needs a larger server, and a restart. */
  isResized?: boolean;
}

const one = { zones: ["a"] };

export const systems: System[] = [
  {
    ...one,
    key: "single",
    name: "one server",
    what: "a person restarts it when it dies, and replaces it with a larger one when demand grows",
    servers: 1,
    route: "address",
    isResized: true,
  },
  {
    ...one,
    key: "dns-long",
    name: "3 servers, DNS, 1 h TTL",
    what: "health checks remove a dead server's address from DNS, but clients keep what they know for the TTL",
    servers: 3,
    route: "dns",
    ttlS: 3600,
  },
  {
    ...one,
    key: "dns",
    name: "3 servers, DNS, 60 s TTL",
    what: "the same with a short TTL",
    servers: 3,
    route: "dns",
    ttlS: 60,
  },
  {
    ...one,
    key: "balancer",
    name: "load balancer",
    what: "clients know one address; a server that fails two health checks gets no requests",
    servers: 3,
    route: "balancer",
  },
  {
    ...one,
    key: "group",
    name: "group that replaces",
    what: "the same, and an unhealthy server is replaced without a person",
    servers: 3,
    route: "balancer",
    isGroup: true,
  },
  {
    key: "zones",
    name: "group in three zones",
    what: "the same group, with one server in each zone",
    servers: 3,
    zones: ["a", "b", "c"],
    route: "balancer",
    isGroup: true,
  },
];
