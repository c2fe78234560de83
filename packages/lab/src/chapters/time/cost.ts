import { PRICES_OF } from "../../report/prices.ts";
import type { Table } from "../../runner/chapter.ts";

/**
 * USD an hour of m7g.medium, us-east-1, Linux, looked up on 2026-11-29 (aws.amazon.com/ec2/pricing): on demand, and reserved for a year
 * without payment in advance. Prices change: check them before you use the result. On demand, it is half of m7g.large (0.0816). The
 * reserved price was not found in a public text: it is the usual third off.
 */
const ON_DEMAND = 0.0408;
const RESERVED = 0.027;
const DAYS = 30;

/** A day of this shop: 8 hours need 6 servers, 16 hours need 3. */
const PEAK = { hours: 8, servers: 6 };
const NIGHT = { hours: 16, servers: 3 };

/** A month of servers under three ways to buy them. */
export function costTable(): Table {
  const always = DAYS * 24 * PEAK.servers * ON_DEMAND;
  const hours = DAYS * (PEAK.hours * PEAK.servers + NIGHT.hours * NIGHT.servers);
  const scaled = hours * ON_DEMAND;
  const minimum = DAYS * 24 * NIGHT.servers;
  const reserved = minimum * RESERVED + (hours - minimum) * ON_DEMAND;
  const row = (name: string, cost: number) => [
    name,
    cost.toFixed(2),
    `${Math.round((100 * cost) / always)} %`,
  ];
  return {
    title: "A month of servers, in USD",
    columns: ["how they are bought", "USD", "of the first"],
    rows: [
      row("as many as the peak needs, always, on demand", always),
      row("a group that follows demand, on demand", scaled),
      row("the same, with its minimum reserved for a year", reserved),
    ],
    note: `Computed: ${PEAK.servers} servers for ${PEAK.hours} hours a day, ${NIGHT.servers} otherwise, without the load balancer, at ${PRICES_OF}.`,
  };
}
