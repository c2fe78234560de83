import { carts } from "./faults/carts.ts";
import { catalogue } from "./faults/catalogue.ts";
import { customers } from "./faults/customers.ts";
import { data } from "./faults/data.ts";
import { edge } from "./faults/edge.ts";
import { functions } from "./faults/functions.ts";
import { http } from "./faults/http.ts";
import { images } from "./faults/images.ts";
import { merchant } from "./faults/merchant.ts";
import { operations } from "./faults/operations.ts";
import { orders } from "./faults/orders.ts";
import { pages } from "./faults/pages.ts";
import { payments } from "./faults/payments.ts";
import { promised } from "./faults/promises.ts";
import { roles } from "./faults/roles.ts";
import { stores } from "./faults/stores.ts";
import { stripeFaults } from "./faults/stripe.ts";

/** A realistic mistake. The tests in `caughtBy` must fail with it. */
export interface Mutant {
  name: string;
  /** Relative to the project's root. */
  file: string;
  /** Occurs in the file exactly once. */
  find: string;
  replace: string;
  /** As few and as fast tests as possible. */
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
  ...catalogue,
  ...edge,
  ...promised,
  ...images,
  ...stripeFaults,
  ...roles,
  ...merchant,
  ...payments,
  ...pages,
  ...operations,
];
