/**
 * The shop's promises, and the tests that show them. For each of F1–F15, T1–T6, C10, B1, B2, E1 and E3, `test/promises/mutants`
 * has a fault that one of its test files must catch.
 */
export interface Promised {
  id: string;
  says: string;
  /** Beginnings of test files' paths. A folder ends with a slash. */
  tests: string[];
  /** Part of the full names of the tests that count. Without it, all tests of the files count. */
  named?: string;
}

export interface Part {
  title: string;
  /** Variables that make the tests run their full counts. */
  env: Record<string, string>;
  /** The number of processes that share the trials, each with its own seed. By default 1. */
  processes?: number;
  /** The stand-in for Aurora. PGlite executes one statement at a time, so it cannot show races. */
  database: "PGlite" | "PostgreSQL";
  /** A program that shows the part's only promise, in place of tests. */
  program?: string;
  promises: Promised[];
}

/** `files`: beginnings of paths below `test`, separated by spaces. `named`: part of the tests' names. */
const promise = (id: string, says: string, files: string, named?: string): Promised => ({
  id,
  says,
  tests: files.split(" ").map((file) => `test/${file}`),
  ...(named && { named }),
});

const fault = (id: string, says: string, name: string, named?: string): Promised =>
  promise(id, says, `promises/faults/${name}`, named);

export const parts: Part[] = [
  {
    title: "Faults",
    env: { FAULTS: "1" },
    database: "PGlite",
    promises: [
      fault(
        "F1",
        "A write whose connection breaks before the store executes it has one effect.",
        "write",
        "F1:",
      ),
      fault(
        "F2",
        "A write whose connection breaks after the store executed it has one effect.",
        "write",
        "F2:",
      ),
      fault(
        "F3",
        "An order whose commit was not answered is found: no duplicate, no false failure.",
        "commit",
      ),
      fault("F4", "One 500, 503 or 504 at any call to a store: the shopper sees a success.", "server-error"),
      fault("F5", "A store is down for a minute: 503 within 3 s, few calls, recovery within 5 s.", "outage"),
      fault("F6", "The database resumes for 15 s or 35 s: success or 503 within 10 s.", "resuming"),
      fault(
        "F7",
        "A store does not answer for 40 s: answers within 10 s, late writes have no effect.",
        "silent",
      ),
      fault(
        "F8",
        "An instance dies at any call of cart, checkout or merge: nothing is lost or doubled.",
        "kill",
      ),
      fault("F9", "A condition that our own first attempt made false is reported as a success.", "condition"),
      fault(
        "F10",
        "Half of all calls are throttled for 30 s: nothing is lost, 429 or 503 at worst.",
        "throttle",
      ),
      fault("F11", "An expired session or cart that is still stored does not work.", "expired"),
      fault(
        "F12",
        "One store is down: 99.9 % of the requests that need only the other get 200.",
        "store-down",
      ),
      fault(
        "F13",
        "Events delivered 1 to 5 times and out of order, to a Worker that dies at each call, have one effect.",
        "events",
        "each event has one effect",
      ),
      fault(
        "W2",
        "The queue is unavailable: orders get their answer, and their events are handled later.",
        "events",
        "orders are answered",
      ),
      fault("F14", "No request, answer or row comes near the limits of AWS.", "size"),
      fault("F15", "An unknown error becomes a 503 and one alarm, without details.", "alarm"),
    ],
  },
  {
    title: "Races",
    env: { RACES: "1" },
    database: "PostgreSQL",
    promises: [
      promise(
        "C1",
        "100 buyers, 10 units: exactly 10 are sold.",
        "promises/races/stock",
        "sells exactly 10 in",
      ),
      promise(
        "C2",
        "Two buyers, the last unit: exactly one gets it.",
        "promises/races/stock",
        "sells a last unit",
      ),
      promise(
        "L3",
        "1,000 buyers, 100 units: exactly 100 are sold.",
        "promises/races/stock",
        "sells exactly 100",
      ),
      promise(
        "C3",
        "One key, 50 concurrent requests: one order.",
        "promises/races/checkout",
        "under one key",
      ),
      promise(
        "C4",
        "Carts with the same SKUs in different orders never deadlock.",
        "promises/races/checkout",
        "deadlocks",
      ),
      promise(
        "C5",
        "A cart that changes during checkout is ordered once, in one of its versions, fully paid.",
        "promises/races/checkout",
        "sold once",
      ),
      promise(
        "C8",
        "A price changes during checkout: the expected price, or 409.",
        "promises/races/checkout",
        "expected price",
      ),
      promise(
        "C12",
        "Products whose last units are sold concurrently are listed as sold out.",
        "promises/races/offer",
      ),
      promise(
        "C16",
        "Stock movements of 50 clerks and 50 buyers at once add up.",
        "promises/races/movements",
        "add up",
      ),
      promise(
        "C17",
        "The database dies while a popular product is sold: every acknowledged order is there afterwards, each unit is sold once.",
        "promises/races/order.crash",
      ),
      promise(
        "C15",
        "A guest's cart is ordered or merged at sign-in, never both or neither.",
        "promises/races/merge",
      ),
      promise(
        "C13",
        "Concurrent writes of a customer's addresses leave one default.",
        "promises/races/address",
      ),
    ],
  },
  {
    title: "Payments",
    env: { FAULTS: "1" },
    database: "PGlite",
    promises: [
      fault(
        "T1",
        "Events of the payment provider that are lost, repeated, reordered, early, forged or a day old: its books and the shop's agree.",
        "payment.events",
      ),
      fault(
        "T2",
        "Any call of order, payment, event, expiry, cancellation or refund is lost, or its process dies: money and stock add up.",
        "payment.kill",
      ),
      fault(
        "T3",
        "The payment provider is silent for 40 s, or answers 500, 503, 429 or 409: 503 at worst, nothing is lost or doubled.",
        "payment.provider",
      ),
    ],
  },
  {
    title: "Payments at once",
    env: { RACES: "1" },
    database: "PostgreSQL",
    promises: [
      promise(
        "T4",
        "A payment succeeds when it expires: paid or canceled, never both.",
        "promises/races/payment",
        "made or expires",
      ),
      promise("T5", "Two tabs pay one order: one payment.", "promises/races/payment", "in two tabs"),
      promise(
        "T6",
        "Ten concurrent refunds of an order: never more than was paid.",
        "promises/races/payment",
        "ten times at once",
      ),
      promise(
        "T7",
        "Refunds here, refunds in the provider's dashboard and a cancellation at once: the books agree.",
        "promises/races/payment",
        "provider's dashboard at once",
      ),
      promise(
        "T8",
        "A payment succeeds when its order is canceled: all money goes back.",
        "promises/races/payment",
        "canceled and made",
      ),
    ],
  },
  {
    title: "Carts at once",
    env: { RUNS: "1000", RACES: "1" },
    database: "PGlite",
    promises: [
      promise("C9", "No request after the answer to a sign-out is the customer's.", "promises/races/signout"),
      promise(
        "C11",
        "Adds and orders while another tab signs in: nothing is lost or doubled.",
        "promises/races/signin",
      ),
      promise(
        "C6",
        "20 concurrent adds of one session: one cart with all 20.",
        "functions/shop/routes/cart.retry",
        "20 adds",
      ),
      promise(
        "C7",
        "Ten concurrent sign-ins merge a guest's cart once.",
        "core/session/session.customer",
        "ten parallel sign-ins",
      ),
      promise(
        "C14",
        "No cart on three instances that are killed at random moments is lost.",
        "promises/journeys/cart",
      ),
      promise(
        "V1",
        "Two concurrent first writes of one visitor, with kills: one cart with both.",
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
      promise(
        "C10",
        "Carts, sessions and orders behave as their model, with one or three commands at a time.",
        "promises/model/model",
      ),
    ],
  },
  {
    title: "Load",
    env: { LOAD: "1", RACES: "1" },
    database: "PGlite",
    promises: [
      promise(
        "L1",
        "A mixed load for five minutes: fewer than one error in 1,000 answers, every cart right.",
        "promises/journeys/load",
        "16 shoppers",
      ),
      promise(
        "L2",
        "More shoppers than the shop can serve: 503 at worst, every cart right.",
        "promises/journeys/load",
        "who change carts",
      ),
    ],
  },
  {
    // Not beside the load: a store that is busy for long gets a call again.
    title: "Calls and plans",
    env: {},
    database: "PGlite",
    promises: [
      promise("L4", "No statement of the shop needs to read a whole table.", "core/aws/plans"),
      promise("L5", "Every route makes the calls in its budget.", "budgets/budgets"),
    ],
  },
  {
    title: "Facets",
    env: { FACETS: "1" },
    database: "PostgreSQL",
    promises: [
      promise(
        "L7",
        "The counts of facets are those of a plain count, for 2,000 filters, also of 100,000 products.",
        "core/catalog/search/counts",
      ),
    ],
  },
  {
    title: "The edge and attackers",
    env: { MARKERS: "1", MEDIANS: "1", INPUT: "1" },
    database: "PGlite",
    promises: [
      promise(
        "E1",
        "200 shoppers through the edge: nobody sees another shopper's data.",
        "promises/journeys/markers",
      ),
      promise("E2", "Every instance shows an edit within 60 s.", "core/cache/cache", "more than 60 s older"),
      promise(
        "B1",
        "Bad input, generated from each route's schema: the right 4xx, no change.",
        "functions/input/fields functions/input/body functions/input/paths",
      ),
      promise(
        "B2",
        "Truncated bodies and bodies with flipped bits: accepted or refused, never a 500.",
        "functions/input/mangled",
      ),
      promise(
        "B3",
        "Requests generated from the API's description get only the described answers.",
        "functions/input/generated",
      ),
      promise(
        "V2",
        "Every encoding of a traversing path on every route: 404, no change.",
        "functions/http/traversal",
      ),
      promise(
        "V3",
        "Foreign cookies, headers and bearer tokens: no session is lost.",
        "functions/http/foreign",
      ),
      promise(
        "S1",
        "Only the owner gets data, and an answer contains nothing of other shoppers.",
        "functions/http/security functions/shop/routes/session functions/shop/origin functions/http/require-edge functions/shop/routes/address.owner functions/http/log infra/",
      ),
      promise("E3", "Carts are read and changed while the database is stopped.", "promises/journeys/aurora"),
    ],
  },
  {
    title: "The merchant's side",
    env: { FAULTS: "1" },
    database: "PGlite",
    promises: [
      promise(
        "K1",
        "Every route of Admin, with every scope and with no valid key or a shopper's session: only the right key opens it.",
        "functions/admin/access",
      ),
      promise(
        "K2",
        "Every write through Admin has one row in the audit log, and every row is a write.",
        "functions/admin/writes",
      ),
      promise(
        "I1",
        "An import that is killed at a random request and run again ends in the same state.",
        "cli/import",
      ),
      promise(
        "M1",
        "A mail is sent once, or again if Worker ends before it can record it.",
        "core/mail/once",
      ),
      promise(
        "M2",
        "Webhooks are signed, repeated over three days, and never sent to a private address.",
        "core/webhook/",
      ),
      promise(
        "P1",
        "Bad images are refused with a reason, and Worker goes on.",
        "core/image/process",
        "is refused",
      ),
      promise(
        "P2",
        "An upload through one instance is visible through all others, also after every instance was killed.",
        "promises/journeys/images",
      ),
    ],
  },
  {
    title: "The tests find faults",
    env: {},
    database: "PGlite",
    program: "test/promises/mutants/run.ts",
    promises: [{ id: "O8", says: "The tests find every fault that is seeded into the code.", tests: [] }],
  },
];
