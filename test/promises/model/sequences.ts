import fc from "fast-check";
import type { Command } from "./command.ts";
import * as Do from "./commands.ts";
import { SHOPPERS } from "./model.ts";

/** Few of everything, so that shoppers meet: at a sku, an account, a key. */
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
const wrong = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1) },
);
const unknown = fc.oneof({ weight: 20, arbitrary: sku }, { weight: 1, arbitrary: fc.constant(-1) });

const of = <T extends unknown[]>(
  weight: number,
  make: (...values: T) => Command,
  ...values: { [I in keyof T]: fc.Arbitrary<T[I]> }
) => ({ weight, arbitrary: fc.tuple<T>(...values).map((values) => make(...values)) });

/** What may happen together. */
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
  of(7, Do.order, by, key, wrong),
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
/**
 * One guest who signs in to two accounts at the same moment leaves the keys of what was ordered to either of them: see DECISIONS.
 */
const isTorn = (commands: Command[]): boolean =>
  commands.some((one) =>
    commands.some(({ by, opens }) => by === one.by && (opens ?? one.opens) !== (one.opens ?? opens)),
  );
const three = fc
  .tuple(fc.oneof(...shopping), fc.oneof(...shopping), fc.oneof(...shopping))
  .filter((commands) => !isTorn(commands));

const FEW = 3;
export const MANY = FEW + 60 + 45;

/** Two carts that have more than a hundred lines between them. */
const crowd = [0, 1].flatMap((by) =>
  Array.from({ length: 60 }, (_, i) => [Do.add(by, FEW + i + 45 * by, 1 + by)]),
);

/** Steps, of one command or of several at once, and how many variants they are about. */
export interface Sequence {
  steps: Command[][];
  variants: number;
}

/** An account for the others to meet at. */
const account = [[Do.register(0, 0, 0)]];

const some = (steps: Command[][]): Sequence => ({ steps: [...account, ...steps], variants: FEW });
const many = (steps: Command[][]): Sequence => ({ steps: [...account, ...crowd, ...steps], variants: MANY });

const commands = fc.array(one, { maxLength: 50, size: "max" });
export const inSequence = fc.oneof(
  { withCrossShrink: true },
  { weight: 99, arbitrary: commands.map(some) },
  { weight: 1, arbitrary: commands.map(many) },
);

/** Up to 50 commands or so, half of them in races of three. */
export const atOnce = fc
  .array(fc.oneof({ weight: 2, arbitrary: one }, { weight: 1, arbitrary: three }), {
    maxLength: 30,
    size: "max",
  })
  .map(some);
