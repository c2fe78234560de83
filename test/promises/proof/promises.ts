/**
 * What the shop promises, and the tests that would fail if it did not hold. For each of F1–F15, C10, B1, B2, E1 and E3
 * `test/promises/mutants` has a fault that a test file of its own must catch.
 */
export interface Promised {
  id: string;
  says: string;
  /** Files. */
  tests: string[];
  /** Part of the full names of the tests that count; all of them where there is none. */
  named?: string;
}

export interface Part {
  title: string;
  /** What has the tests run their whole counts. */
  env: Record<string, string>;
  /** How many processes share the trials, each with a seed of its own, one after another where it is not said. */
  processes?: number;
  /** What stands in for Aurora; the laptop's embedded engine runs one statement after another, and knows no races. */
  database: "PGlite" | "PostgreSQL";
  /** Shows its only promise, in place of tests. */
  program?: string;
  promises: Promised[];
}

/** `files`: beginnings of their names, below `test`. */
const shown = (id: string, says: string, files: string, named?: string): Promised => ({
  id,
  says,
  tests: files.split(" ").map((file) => `test/${file}`),
  ...(named && { named }),
});

const fault = (id: string, says: string, name: string, named?: string): Promised =>
  shown(id, says, `faults/${name}`, named);

export const parts: Part[] = [
  {
    title: "Faults",
    env: { FAULTS: "1" },
    database: "PGlite",
    promises: [
      fault("F1", "a write whose connection breaks before it is carried out: one effect", "write", "F1:"),
      fault("F2", "a write whose connection breaks after it was carried out: one effect", "write", "F2:"),
      fault("F3", "a commit whose answer is lost is found again: no duplicate, no false failure", "commit"),
      fault("F4", "500, 503 or 504 once, at each call: the shopper sees a success", "once"),
      fault("F5", "a store out for a minute: a 503 within 3 s, spared, well again within 5 s", "outage"),
      fault("F6", "a database that wakes for 15 s, for 35 s: success, or a 503 within 10 s", "waking"),
      fault("F7", "a store that says nothing for 40 s: answered within 10 s, nothing late counts", "silent"),
      fault("F8", "an instance killed at each call of cart, checkout, merge: nothing lost or twice", "kill"),
      fault("F9", "a condition lost to our own first attempt is the success that it was", "condition"),
      fault("F10", "half of all calls throttled for 30 s: nothing lost, only 429 or 503", "throttle"),
      fault("F11", "an expired session or cart that is still stored opens nothing", "expired"),
      fault("F12", "one store down: what needs only the other is 200 in 99.9 %", "apart"),
      fault(
        "F13",
        "events delivered 1 to 5 times and out of order: one effect; a poison one stays",
        "outbox",
      ),
      fault("F14", "no request, answer or row comes near AWS's limits", "size"),
      fault("F15", "an error that nobody has heard of: a 503, one alarm, nothing leaked", "alarm"),
    ],
  },
  {
    title: "Races",
    env: { RACES: "1" },
    database: "PostgreSQL",
    promises: [
      shown(
        "C1",
        "100 buyers, 10 pieces: exactly 10 are sold",
        "promises/races/stock",
        "sells exactly 10 in",
      ),
      shown(
        "C2",
        "two buyers, the last piece: exactly one has it",
        "promises/races/stock",
        "sells a last unit",
      ),
      shown(
        "L3",
        "1,000 buyers, 100 pieces: exactly 100 are sold",
        "promises/races/stock",
        "sells exactly 100",
      ),
      shown("C3", "one key, 50 times at once: one order", "promises/races/checkout", "under one key"),
      shown(
        "C4",
        "carts that share garments in another order never deadlock",
        "promises/races/checkout",
        "deadlocks",
      ),
      shown(
        "C5",
        "a cart changed during checkout is sold once, as it was or as it is, nothing for free",
        "promises/races/checkout",
        "sold once",
      ),
      shown(
        "C8",
        "prices that move during checkout: the price shown, or 409",
        "promises/races/checkout",
        "price shown",
      ),
      shown("C12", "products whose last pieces go at once are found as sold out", "promises/races/offer"),
      shown(
        "C15",
        "a guest's cart is ordered or merged at sign-in, never both or neither",
        "promises/races/merge",
      ),
      shown("C13", "a customer's addresses written at once have one default", "promises/races/address"),
    ],
  },
  {
    title: "Carts at once",
    env: { RUNS: "1000", RACES: "1" },
    database: "PGlite",
    promises: [
      shown("C9", "after the answer to a sign-out no request is the customer's", "promises/races/signout"),
      shown(
        "C11",
        "adds and orders while another tab signs in: nothing lost, nothing twice",
        "promises/races/signin",
      ),
      shown(
        "C6",
        "20 adds at once by one session: one cart, all 20 in it",
        "functions/shop/routes/cart.retry",
        "20 adds",
      ),
      shown(
        "C7",
        "ten sign-ins at once merge a guest's cart once",
        "core/session/session.customer",
        "ten sign-ins",
      ),
      shown(
        "C14",
        "carts filled over three instances that are killed at random moments",
        "promises/journeys/cart",
      ),
      shown(
        "V1",
        "two first writes of one visitor at once, and kills: one cart with both",
        "promises/journeys/cart",
      ),
    ],
  },
  {
    title: "The model",
    env: { MODEL: String(1 / 3) },
    processes: 3,
    database: "PGlite",
    promises: [
      shown(
        "C10",
        "carts, sessions and orders are as a model of them, one or three commands at a time",
        "promises/model/model",
      ),
    ],
  },
  {
    title: "Load",
    env: { LOAD: "1", RACES: "1" },
    database: "PGlite",
    promises: [
      shown(
        "L1",
        "a mixed load for five minutes: fewer than one error in 1,000, no cart wrong",
        "promises/journeys/load",
        "16 shoppers",
      ),
      shown(
        "L2",
        "more shoppers than can be served: 503 at worst, no cart wrong",
        "promises/journeys/load",
        "300 shoppers",
      ),
      shown("L4", "no statement of the shop's needs to read a whole table", "core/aws/plans"),
      shown("L5", "every route makes the calls of its budget", "budgets/budgets"),
    ],
  },
  {
    title: "The edge, and those who mean harm",
    env: { MARKERS: "1", MEDIANS: "1", INPUT: "1" },
    database: "PGlite",
    promises: [
      shown(
        "E1",
        "200 shoppers through the edge: nobody is shown what is another's",
        "promises/journeys/markers",
      ),
      shown(
        "E2",
        "an edit is seen everywhere within 60 s, however edits and reads fall",
        "core/cache/cache",
        "more than 60 s older",
      ),
      shown(
        "B1",
        "bad input, made from each route's schema: the right 4xx, nothing changed",
        "functions/input/fields functions/input/body functions/input/paths",
      ),
      shown(
        "B2",
        "bodies cut off, or with bits turned over: taken or refused, never a 500",
        "functions/input/mangled",
      ),
      shown(
        "B3",
        "requests made from the API's description: no answer that it does not describe",
        "functions/input/generated",
      ),
      shown(
        "V2",
        "every encoding of a traversing path on every route: 404, nothing changed",
        "functions/http/traversal",
      ),
      shown("V3", "foreign cookies, headers and bearer tokens: no session lost", "functions/http/foreign"),
      shown(
        "S1",
        "who is not the owner finds nothing, and an answer tells nothing of others",
        "functions/http/security functions/shop/routes/session functions/shop/origin functions/http/require-edge functions/shop/routes/address.owner functions/http/log infra/",
      ),
      shown("E3", "carts are read and changed while the database is stopped", "promises/journeys/aurora"),
    ],
  },
  {
    title: "The tests bite",
    env: {},
    database: "PGlite",
    program: "test/promises/mutants/run.ts",
    promises: [{ id: "O8", says: "a fault that is seeded into the code is found by the tests", tests: [] }],
  },
];
