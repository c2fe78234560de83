import type { Row } from "./results.ts";

/**
 * Requests a second at 16 clients of the shops that people would use instead: Medusa 2.21 and Vendure 3.7, on another machine with
 * 4 cores, Node 20, PostgreSQL 15 with fsync, in production mode, one process, 1,020 products with 3,060 variants, on localhost
 * without TLS. `ours`: the operation here that does the same for a shopper.
 */
export const peers = [
  { title: "list of 20, with prices and stock", ours: "list of 20 products", medusa: 7.6, vendure: 21.5 },
  { title: "list of 20, their cheapest way", ours: "list of 20 products", medusa: 16, vendure: 146 },
  { title: "one product", ours: "one product", medusa: 33, vendure: 161 },
  { title: "add to a cart", ours: "add to a cart of 3", medusa: 6, vendure: 78 },
  { title: "read a cart of 3", ours: "read a cart of 3", medusa: 43, vendure: 160 },
  { title: "read a cart of 20", ours: "read a cart of 20", medusa: 30, vendure: 53 },
  { title: "checkout: their six requests, our one", ours: "order a cart of 3", medusa: 1.1, vendure: 12.9 },
];

export const CLIENTS = 16;
/** How far ahead we mean to be. */
export const AHEAD = 10;

export interface Comparison {
  title: string;
  medusa: number;
  vendure: number;
  instance: number;
  door: number;
}

/** What was measured of ours at as many clients; what was not, or went wrong, is left out. */
export function comparisons(rows: Row[]): Comparison[] {
  const rate = (title: string, target: Row["target"]) =>
    rows.find(
      (row) => row.title === title && row.clients === CLIENTS && row.target === target && !row.invalid,
    )?.rate;
  return peers.flatMap(({ ours, ...peer }) => {
    const [instance, door] = [rate(ours, "instance"), rate(ours, "door")];
    return instance && door ? [{ ...peer, instance, door }] : [];
  });
}

/** How far ahead of the better of the two one instance is: they were one process too. */
export const ahead = ({ medusa, vendure, instance }: Comparison): number =>
  instance / Math.max(medusa, vendure);
