import fc from "fast-check";
import type { Command } from "./command.ts";
import * as Do from "./commands.ts";
import { SHOPPERS } from "./model.ts";

/** Few values, so that shoppers share SKUs, accounts and keys. */
const by = fc.nat({ max: SHOPPERS - 1 });
const sku = fc.nat({ max: 2 });
const email = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });
const password = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(1) },
);
const nth = fc.nat({ max: 5 });
const quantity = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 5, max: 99 }) },
);
const key = fc.constantFrom("key-1", "key-2", "key-3");
const options = fc.record({
  key: fc.option(key, { nil: undefined }),
  match: fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom("current" as const, "stale" as const) },
  ),
});
const offset = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1) },
);
const unknown = fc.oneof({ weight: 20, arbitrary: sku }, { weight: 1, arbitrary: fc.constant(-1) });

const of = <T extends unknown[]>(
  weight: number,
  make: (...values: T) => Command,
  ...values: { [I in keyof T]: fc.Arbitrary<T[I]> }
) => ({ weight, arbitrary: fc.tuple<T>(...values).map((values) => make(...values)) });

/** Commands that may run concurrently. */
const shopping = [
  of(2, Do.browse, by),
  of(1, Do.availability, by, sku),
  of(10, Do.add, by, unknown, quantity, options),
  of(3, Do.set, by, unknown, fc.oneof(quantity, fc.constant(0)), options),
  of(2, Do.remove, by, sku, options),
  of(1, Do.empty, by, options),
  of(3, Do.again, by, fc.nat({ max: 2 })),
  of(1, Do.register, by, email, password),
  of(6, Do.signIn, by, email, password),
  of(3, Do.signOut, by),
  of(7, Do.order, by, key, offset),
  of(2, Do.readOrder, by, nth, fc.boolean()),
  of(3, Do.cancel, by, nth, fc.boolean()),
  of(1, Do.history, by),
];

const alone = [
  of(2, Do.sessions, by),
  of(1, Do.changePassword, by, password, password),
  of(1, Do.erase, by, password),
  of(
    4,
    Do.edit,
    sku,
    fc.integer({ min: 1, max: 5 }).map((price) => price * 500),
    fc.nat({ max: 20 }),
  ),
  of(1, Do.wait, fc.constantFrom(1, 20, 31)),
];

const one = fc.oneof(...shopping, ...alone).map((command) => [command]);
/** One guest signs in to two accounts at once. Then either account may get the guest's order keys: see DECISIONS. */
const signsInTwice = (commands: Command[]): boolean =>
  commands.some((one) =>
    commands.some(
      ({ by, signsInTo }) => by === one.by && (signsInTo ?? one.signsInTo) !== (one.signsInTo ?? signsInTo),
    ),
  );
const three = fc
  .tuple(fc.oneof(...shopping), fc.oneof(...shopping), fc.oneof(...shopping))
  .filter((commands) => !signsInTwice(commands));

const FEW = 3;
export const MANY = FEW + 60 + 45;

/** Two carts with more than a hundred lines together. */
const fullCarts = [0, 1].flatMap((by) =>
  Array.from({ length: 60 }, (_, i) => [Do.add(by, FEW + i + 45 * by, 1 + by)]),
);

/** Steps of one or several concurrent commands, and the number of variants that they use. */
export interface Sequence {
  steps: Command[][];
  variants: number;
}

/** An account that all shoppers use. */
const account = [[Do.register(0, 0, 0)]];

const some = (steps: Command[][]): Sequence => ({ steps: [...account, ...steps], variants: FEW });
const many = (steps: Command[][]): Sequence => ({
  steps: [...account, ...fullCarts, ...steps],
  variants: MANY,
});

const commands = fc.array(one, { maxLength: 50, size: "max" });
export const inSequence = fc.oneof(
  { withCrossShrink: true },
  { weight: 99, arbitrary: commands.map(some) },
  { weight: 1, arbitrary: commands.map(many) },
);

/** About 50 commands, half of them in races of three. */
export const atOnce = fc
  .array(fc.oneof({ weight: 2, arbitrary: one }, { weight: 1, arbitrary: three }), {
    maxLength: 30,
    size: "max",
  })
  .map(some);
