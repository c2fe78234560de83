import type { Mutant } from "../mutants.ts";

const stripe = "packages/stripe-local/src";

export const stripeFaults: Mutant[] = [
  {
    name: "the emulator of Stripe answers before it has written the payment",
    file: `${stripe}/state/store.ts`,
    find: "    journal.append([...changed.values()]);\n",
    replace: "",
    caughtBy: ["test/stripe-local/state.test.ts"],
  },
  {
    name: "the emulator of Stripe executes a request again that has the same key",
    file: `${stripe}/http/idempotency.ts`,
    find: "    return { status: saved.status, body: saved.body };",
    replace: "    inProgress.add(key);\n    return undefined;",
    caughtBy: ["test/stripe-local/idempotency.test.ts"],
  },
  {
    name: "the emulator of Stripe refunds more than was paid",
    file: `${stripe}/api/refunds.ts`,
    find: "  if (amount > rest) {",
    replace: "  if (amount > charge.amount) {",
    caughtBy: ["test/stripe-local/refunds.test.ts"],
  },
];
