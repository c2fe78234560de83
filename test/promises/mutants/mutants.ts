import { carts } from "./faults/carts.ts";
import { customers } from "./faults/customers.ts";
import { data } from "./faults/data.ts";
import { edge } from "./faults/edge.ts";
import { functions } from "./faults/functions.ts";
import { http } from "./faults/http.ts";
import { orders } from "./faults/orders.ts";
import { promised } from "./faults/promises.ts";
import { stores } from "./faults/stores.ts";

/** A fault that somebody could make: the tests in `caughtBy` must see it. */
export interface Mutant {
  name: string;
  /** From the project's root. */
  file: string;
  /** Stands there exactly once. */
  find: string;
  replace: string;
  /** As few and as fast as will do. */
  caughtBy: string[];
}

export const mutants: Mutant[] = [
  ...orders,
  ...carts,
  ...customers,
  ...stores,
  ...http,
  ...data,
  ...functions,
  ...edge,
  ...promised,
];
